/** Texts about the addresses at which a flow takes messages. */
export const messages = {
  address: 'address',
  copyCurl: 'Copy as curl',
  copiedCurl: 'Copied: paste it into a terminal',
  copyHint: (name: string) => `A command that sends “${name}” here`,
  example: 'a small example',
} as const;
