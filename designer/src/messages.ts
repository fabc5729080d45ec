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
    groups: {
      pages: 'Pages',
      flows: 'Flows',
      connections: 'Connections',
      executions: 'Executions',
      commands: 'Commands',
    },
    newFlow: 'New flow',
    executionsOf: (key: string, value: string) => `Executions with ${key} ${value}`,
    found: (count: number, isAll: boolean) =>
      isAll ? `${count} ${count === 1 ? 'execution' : 'executions'}` : `${count} executions or more`,
  },
  table: {
    selection: 'Selection',
    selectAll: 'Select all rows',
    select: (what: string) => `Select ${what}`,
  },
  colorScheme: { toDark: 'Dark colours', toLight: 'Light colours' },
  environment: (name: string) => `Environment: ${name}`,
  skipToContent: 'Skip to content',
  errors: {
    title: 'This cannot be shown',
    retry: 'Try again',
    unreachable: 'The runtime cannot be reached. Check that it runs; this page tries again by itself.',
    notFound: 'There is no such page',
    notFoundAdvice: 'The address may be mistyped, or what it led to was deleted.',
    page: 'This page failed. What you were looking at is safe; the other pages work.',
    home: 'Go to the overview',
  },
  loading: 'Loading …',
  close: 'Close',
  time: { now: 'now', in: (duration: string) => `in ${duration}` },
  title: (page: string) => (page === '' ? 'Lineshaft' : `${page} · Lineshaft`),
} as const;
