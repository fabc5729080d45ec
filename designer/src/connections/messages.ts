/** What is said of connections wherever they show up. */
export const messages = {
  health: {
    passed: 'Reachable',
    failed: 'Failing',
    unknown: 'Not looked at yet',
    noSettings: 'No settings here',
    checked: (age: string) => `${age} ago`,
  },
  mode: { normal: 'Normal', hold: 'On hold', drain: 'Draining' },
  circuit: { closed: 'Closed', open: 'Open', 'half-open': 'Half open' },
  create: {
    title: 'New connection',
    intro: 'A connection is one system: its address and credentials, apart from flows. Settings come next.',
    type: 'Kind',
    name: 'Name',
    nameDescription: 'What people call this system.',
    namePlaceholder: 'Such as ERP Hamburg',
    id: 'Id',
    idDescription: 'What flows call it. It cannot be changed later.',
    description: 'Description',
    taken: (id: string) => `There is a connection "${id}" already. Choose another id.`,
    badId: 'Use lower-case letters, digits and hyphens, and start with a letter or a digit.',
    submit: 'Make it',
    cancel: 'Cancel',
  },
} as const;
