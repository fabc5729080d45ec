/** The texts of the view of a flow at work. */
export const messages = {
  label: 'The flow at work: messages on edges, states of nodes',
  unpublished: {
    title: 'Nothing runs yet',
    text: 'What is watched is the published version. Publish the draft, and its messages show here.',
  },
  connecting: 'Connecting …',
  lost: 'The connection to the runtime is lost; it is tried again by itself. What is shown may be old.',
  window: (seconds: number, ended: string) => `In the last ${seconds} s: ${ended}. Version `,
  ended: (succeeded: number, failed: number) => `${succeeded} succeeded, ${failed} failed`,
  isPartial: 'More happens than is looked at: counts are at least these.',
  executions: 'Show executions',
  nothing: 'Nothing goes on just now.',
  nothingYet: 'Nothing goes on just now. Send a message to',
  node: {
    done: (count: number, duration: string) => `${count} · ${duration} each`,
    failed: (count: number) => `${count} attempts failed`,
    active: (count: number) => `${count} at work`,
    waiting: (count: number) => `${count} waiting`,
    held: (count: number) => `${count} held`,
    dead: (count: number) => `${count} dead-lettered`,
  },
} as const;
