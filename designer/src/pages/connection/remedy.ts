import type { ConnectionTestStep } from '@lineshaft/api';
import type { ErrorCode } from '@lineshaft/flow';

const byCode: Partial<Record<ErrorCode, string>> = {
  'connection-unusable': 'Correct the settings on the left and save them, then test again.',
  'target-rejected': 'Check user, password or token with whoever runs the other side, enter them again and save.',
  'target-throttled': 'The other side asks for fewer requests: set a rate under “Limits”, or wait a little.',
  'target-failed': 'The other side was reached but is not well. Ask whoever runs it, or hold deliveries meanwhile.',
  'target-malformed': 'Something answered that is not what was expected: check the address and the port.',
  'target-forbidden': 'If the address is in your own network, switch on “Inside the network” in the settings.',
  timeout: 'Nothing came back in time: check that a firewall lets this machine through, and the address and port.',
};

/** What a person does about a step that failed; begins where the message of the error ends. */
export function remedyFor({ title, error }: Pick<ConnectionTestStep, 'title' | 'error'>): string {
  if (error?.code === 'target-unreachable') return unreachable[kindOf(title)];
  return (error && byCode[error.code]) ?? 'Compare the settings with what the other side expects, then test again.';
}

const unreachable = {
  name: 'Check the spelling of the host name, and that this machine may ask the name server for it.',
  certificate: 'Enter the certificate authority of the other side under “TLS”, or have its certificate renewed.',
  connect: 'Check host and port, that the system runs, and that a firewall lets this machine through.',
} as const;

function kindOf(title: string): keyof typeof unreachable {
  if (/host name/i.test(title)) return 'name';
  return /TLS|certificate/i.test(title) ? 'certificate' : 'connect';
}
