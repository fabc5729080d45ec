/** The texts of the list of flows. */
export const messages = {
  title: 'Flows',
  label: 'Flows',
  columns: {
    name: 'Name',
    state: 'State',
    owner: 'Owner',
    domain: 'Domain',
    activity: 'Last 24 hours',
    open: 'Open',
    updated: 'Updated',
    actions: 'Actions',
  },
  states: {
    draft: 'Draft',
    published: (version: number) => `Published v${version}`,
    differs: (version: number) => `v${version}, draft differs`,
    disabled: 'Disabled',
    noIntake: 'Takes no messages',
    waits: 'Deliveries wait',
    draftHint: 'Never published: it takes no messages.',
    publishedHint: 'Takes messages with this version.',
    differsHint: 'Takes messages with this version; the draft says something else.',
    disabledHint: 'Takes no messages until somebody enables it. What was accepted is worked on to its end.',
  },
  activity: (succeeded: number, failed: number, waiting: number) =>
    `In the last 24 hours ${count(succeeded)} succeeded, ${count(failed)} failed; ${count(waiting)} wait now`,
  hour: (from: string, succeeded: number, failed: number) => `${from}: ${succeeded} succeeded, ${failed} failed`,
  open: {
    waiting: (value: number) => `${count(value)} waiting`,
    dead: (value: number) => `${count(value)} dead-lettered`,
  },
  filters: {
    search: 'Name, owner, domain, node type or connection',
    nodeType: 'Any node type',
    connection: 'Any connection',
    clear: 'Clear filters',
  },
  shown: (value: number, hasMore: boolean) =>
    `${value === 1 ? '1 flow' : `${count(value)} flows`}${hasMore ? ' loaded, more below' : ''}`,
  empty: {
    title: 'No flows yet',
    text: 'A flow takes messages, works on them and delivers them. Begin with an example: it runs at once.',
    filteredTitle: 'No flow fits',
    filteredText: 'Loosen a filter, or clear them all.',
  },
  actions: {
    of: (name: string) => `Actions for ${name}`,
    new: 'New flow',
    open: 'Open',
    executions: 'Show executions',
    duplicate: 'Duplicate …',
    export: 'Export as JSON',
    enable: 'Enable',
    disable: 'Disable',
    delete: 'Delete …',
    exportFailed: 'Not exported',
    draftExported: 'The draft is not a valid flow yet, so it was exported as it stands.',
  },
  create: {
    title: 'New flow',
    duplicateTitle: (name: string) => `Duplicate ${name}`,
    copyName: (name: string) => `${name} (copy)`,
    from: { blank: 'Blank', example: 'From an example', file: 'From a file' },
    fromLabel: 'Begin with',
    name: 'Name',
    nameHint: 'What people call it.',
    id: 'Id',
    idHint: 'Stands in addresses and files, and cannot be changed.',
    idInvalid: 'Use lower-case letters, digits and hyphens, and start with a letter or a digit.',
    owner: 'Owner',
    ownerHint: 'Who answers for it: a person or a team.',
    domain: 'Domain',
    domainHint: 'Business area, such as procurement.',
    example: 'Example',
    file: 'Flow file (JSON)',
    fileHint: 'Such as one that was exported here.',
    notJson: 'This file is not JSON. Choose a flow that was exported as JSON.',
    notObject: 'This file holds no flow: it must be a JSON object.',
    problems: (errors: number, warnings: number) =>
      errors + warnings === 0
        ? 'Nothing is wrong with it.'
        : `${errors} ${errors === 1 ? 'error' : 'errors'} and ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}. It can be saved all the same, and put right in the editor.`,
    submit: 'Create and open',
    cancel: 'Cancel',
    taken: 'A flow with this id is there already. Choose another.',
  },
  deletion: {
    title: (name: string) => `Delete ${name}?`,
    losses: 'What goes with it:',
    versions: (value: number) => `${count(value)} published ${value === 1 ? 'version' : 'versions'} and the draft`,
    samples: (value: number) => `${count(value)} ${value === 1 ? 'sample' : 'samples'}`,
    held: (value: number) => `${count(value)} ${value === 1 ? 'message' : 'messages'} that nodes still hold`,
    kept: (value: number) =>
      `${count(value)} ${value === 1 ? 'execution stays' : 'executions stay'} readable until the retention is over, but cannot be retried or reprocessed`,
    type: (id: string) => `Write ${id} to confirm`,
    submit: 'Delete the flow',
    cancel: 'Keep it',
  },
} as const;

function count(value: number): string {
  return value >= 10_000 ? '10,000 or more' : value.toLocaleString('en-GB');
}
