/** The texts of the viewer of bodies. */
export const messages = {
  views: { table: 'Table', tree: 'Tree', json: 'JSON', schema: 'Schema' },
  view: (what: string) => `View of ${what}`,
  toggle: (name: string) => (name === '' ? 'Open or close the document' : `Open or close ${name}`),
  cut: (shown: string, whole: string) => `The first ${shown} of ${whole}.`,
  loadWhole: 'Load whole',
  expired: 'This payload was kept for as long as the flow says, and is gone. What is known about it remains.',
  rounded: 'Numbers of more than 15 digits are rounded here. JSON shows them to the digit.',
  empty: 'Empty.',
  noTable: 'Nothing here has rows. Look at the tree or the JSON.',
} as const;
