/** Texts of the history of a flow. */
export const messages = {
  empty: {
    title: 'Nothing published yet',
    text: 'Each published version stands here, with its note and what it changed.',
  },
  versions: 'Versions',
  draft: 'Draft',
  version: (version: number) => `v${version}`,
  runsNow: 'runs now',
  offNow: 'switched off',
  noNote: 'No note',
  compare: 'Show',
  against: 'compared with',
  firstVersion: 'the beginning',
  rollBack: 'Roll back to this version',
  confirm: {
    title: (version: number) => `Roll back to v${version}?`,
    text: (version: number) =>
      `From now on v${version} takes the messages. The draft stays as it is, and executions go on with the version that they began with.`,
    yes: 'Roll back',
    no: 'Cancel',
  },
  takeAsDraft: 'Take into the draft',
  taken: (version: number) => `The draft says what v${version} said. Undo brings back what it said before.`,
} as const;
