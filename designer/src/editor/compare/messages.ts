/** Texts of comparisons. */
export const messages = {
  picture: 'What changed, drawn',
  changes: 'What changed',
  fields: 'Fields, before and after',
  flow: 'Flow',
  same: 'Both say the same. How it is drawn does not count.',
  nodes: { added: 'added', changed: 'changed', removed: 'removed' },
  edge: (from: string, port: string, to: string) => `${from} → ${to}${port === 'out' ? '' : ` (port ${port})`}`,
  edges: 'Edges',
  before: 'Before',
  after: 'After',
  nothing: 'not set',
  wholeNode: { added: 'The node is new.', removed: 'The node was removed.', changed: '' },
  text: (field: string) => `${field}, before and after`,
} as const;
