/** Every text of the designer's frame. Pages and the editor keep theirs in a `messages.ts` of their own folder. */
export const messages = {
  product: 'Lineshaft',
  navigation: {
    label: 'Main',
    overview: 'Overview',
    flows: 'Flows',
    executions: 'Executions',
    connections: 'Connections',
  },
  commandPalette: {
    open: 'Search and commands',
    shortcut: 'Ctrl K',
    placeholder: 'Go to a page, a flow, a purchase order …',
    nothing: 'Nothing found. Try the name of a flow, or a business key such as poNumber:4500017.',
  },
  colorScheme: { toDark: 'Dark colours', toLight: 'Light colours' },
  environment: (name: string) => `Environment: ${name}`,
  skipToContent: 'Skip to content',
  errors: {
    title: 'This cannot be shown',
    retry: 'Try again',
    unreachable: 'The runtime cannot be reached. Check that it runs; this page tries again by itself.',
    notFound: 'There is no such page.',
    home: 'Go to the overview',
  },
  loading: 'Loading …',
} as const;
