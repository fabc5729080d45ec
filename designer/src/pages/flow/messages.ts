/** Texts of the page of one flow. */
export const messages = {
  notFound: {
    title: 'There is no such flow',
    text: (id: string) => `No flow has the id “${id}”. It may have been deleted, or the address is wrong.`,
    back: 'To the list of flows',
  },
  views: {
    label: 'View',
    edit: 'Edit',
    try: 'Try',
    watch: 'Watch',
    history: 'History',
    json: 'JSON',
  },
  undo: 'Undo (Ctrl Z)',
  redo: 'Redo (Ctrl Y)',
  publish: 'Publish …',
  state: {
    never: 'Not published yet',
    runs: (version: number) => `v${version} runs`,
    off: (version: number) => `v${version} is switched off`,
    draft: 'Draft has changes',
    same: (version: number) => `Draft is v${version}`,
  },
  obstacles: {
    intake: 'No messages come in.',
    delivery: 'Deliveries wait.',
    connection: 'Open the connection',
  },
  enabled: 'Takes messages',
  enabledHint: { on: 'Switch off: no more messages are taken in', off: 'Switch on: messages are taken in again' },
  neverHint: 'Publish a version first',
} as const;
