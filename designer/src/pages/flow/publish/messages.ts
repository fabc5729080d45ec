/** Texts of publishing. */
export const messages = {
  title: (name: string) => `Publish ${name}`,
  first: 'The first version. From then on the flow takes messages by what stands in its sources.',
  noKeys: 'It has no business key: its executions are found by their ids alone, not by an order number.',
  nameKey: 'Name one',
  against: (version: number) => `Compared with v${version}, which is published now`,
  unsaved: 'The draft could not be saved yet, so it cannot be published. Try again when it is.',
  checking: 'The draft is being checked …',
  prevented: 'These errors keep it from being published',
  warnings: (count: number) =>
    count === 1
      ? 'One warning; it can be published all the same.'
      : `${count} warnings; it can be published all the same.`,
  note: 'What changed, and why',
  notePlaceholder: 'Shown in the history',
  publish: 'Publish',
  cancel: 'Cancel',
  refused: 'It was not published',
  done: (version: number) => `v${version} is published.`,
  send: 'Send it a message:',
  watch: 'Watch it',
  close: 'Close',
  unchanged: (version: number) => `Nothing changed: v${version} stays.`,
  show: 'Show it',
} as const;
