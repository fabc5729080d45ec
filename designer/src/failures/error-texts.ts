import type { ErrorCode } from '@lineshaft/flow';

interface ErrorText {
  what: string;
  todo: string;
}

const again = 'Retry delivery; if it keeps failing, look at the connection and ask whoever runs the other system.';
const fixFlow = 'Correct the node, publish the flow, then reprocess with the current version.';
const fixData = 'Ask the sender for a correct document. If the flow is too strict, correct it and reprocess.';

/** Every way a node can fail, in plain words: what happened and what to do. */
export const errorTexts: Readonly<Record<ErrorCode, ErrorText>> = {
  'path-unknown': { what: 'Nothing listens at this address.', todo: 'Check the address.' },
  'method-not-allowed': { what: 'The address does not take this method.', todo: 'Check the method.' },
  'body-malformed': { what: 'The document cannot be read.', todo: fixData },
  'body-too-large': { what: 'The document is too large.', todo: fixData },
  'content-type-unsupported': {
    what: 'The document is of a kind that is not taken here.',
    todo: fixData,
  },
  'expression-invalid': { what: 'An expression of the flow is not valid.', todo: fixFlow },
  'expression-failed': {
    what: 'An expression could not cope with this document.',
    todo: 'Look at the input below for a field that is missing or of another kind. Correct the expression, publish, and reprocess with the current version.',
  },
  'expression-limit': {
    what: 'An expression took too much time or space on this document.',
    todo: fixFlow,
  },
  'no-route': {
    what: 'The document fits none of the routes.',
    todo: 'Look at the input below, add a route or a default to the router, publish, and reprocess with the current version.',
  },
  'header-invalid': { what: 'A header has a value that is not allowed.', todo: fixFlow },
  'idempotency-key-reused': {
    what: 'The idempotency key was used for another message.',
    todo: 'Ask the sender to use a key of its own for each message.',
  },
  'config-invalid': { what: 'The settings of the node are not valid.', todo: fixFlow },
  'connection-unusable': {
    what: 'The connection cannot be used.',
    todo: 'Open the connection, correct its settings and test it; then retry delivery.',
  },
  'document-invalid': { what: 'The document does not fit its schema.', todo: fixData },
  'target-unreachable': { what: 'The other system cannot be reached.', todo: again },
  'target-throttled': {
    what: 'The other system asked to slow down.',
    todo: 'It goes on by itself. If it happens often, set a limit on the connection.',
  },
  'target-failed': { what: 'The other system had a fault of its own.', todo: again },
  'target-rejected': {
    what: 'The other system refused the document.',
    todo: 'Read its answer. Once the cause is mended over there, retry delivery; if the mapping is wrong, correct it, publish, and reprocess with the current version.',
  },
  'target-malformed': { what: 'The other system answered something unreadable.', todo: again },
  'target-forbidden': {
    what: 'Calls to this address are not allowed.',
    todo: 'Check the address in the connection’s settings.',
  },
  timeout: { what: 'It took longer than the node may take.', todo: again },
  'connection-held': {
    what: 'Deliveries over this connection are held.',
    todo: 'It goes on when somebody lets deliveries go again on the connection’s page.',
  },
  'connection-open': {
    what: 'The other system failed too often, so nothing is sent for a while.',
    todo: 'It goes on by itself when the other system is back.',
  },
  'connection-busy': { what: 'The connection is at its limit.', todo: 'It goes on by itself.' },
  overloaded: { what: 'There was too much at once.', todo: 'It goes on by itself.' },
  unavailable: { what: 'Something that is needed is not available now.', todo: again },
  cancelled: { what: 'A person ended it.', todo: 'Reprocess if it should be done after all.' },
  crashed: {
    what: 'The process ended while this node was at work.',
    todo: 'Retry delivery. If the same message ends it again, its document is too much for this node: look at its size, and reprocess once the flow is corrected.',
  },
  unexpected: {
    what: 'Something went wrong in Lineshaft.',
    todo: 'Retry delivery. If it comes again, report it with the message below.',
  },
};
