/** Texts around the forms of nodes and flows. */
export const messages = {
  label: 'Settings',
  flow: 'Flow',
  several: (count: number) => `${count} nodes`,
  duplicate: 'Duplicate (Ctrl D)',
  remove: 'Remove (Delete)',
  edges: 'Leads to',
  connectTo: (port: string) => `Connect port ${port} to`,
  choose: 'Choose a node',
  disconnect: (port: string, to: string) => `Remove the edge from port ${port} to ${to}`,
  nothingLeaves: 'Nothing leaves this node.',
} as const;
