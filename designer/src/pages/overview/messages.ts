/** The texts of the overview. */
export const messages = {
  title: 'Overview',
  counts: {
    label: 'What needs attention',
    deadLettered: 'Dead-lettered',
    deadLetteredHint: 'Failed for good; each needs a person.',
    waiting: 'Waiting',
    waitingHint: 'Go on by themselves: retries, delays, held connections.',
    troubled: 'Connections in trouble',
    troubledHint: 'Down, held, or with an open circuit.',
    succeeded: 'Succeeded in 24 hours',
    succeededHint: 'Executions that came to a good end.',
    atLeast: (count: number) => `${count.toLocaleString('en-GB')}+`,
  },
  failing: {
    title: 'Flows with failures',
    none: 'No flow has failed in the last 24 hours.',
    failed: (count: number) => `${count.toLocaleString('en-GB')} failed in 24 hours`,
    dead: (count: number) => `${count.toLocaleString('en-GB')} dead-lettered`,
    waiting: (count: number) => `${count.toLocaleString('en-GB')} waiting`,
  },
  connections: {
    title: 'Connections in trouble',
    none: 'Every connection that is in use works.',
    down: (step: string | undefined) => (step === undefined ? 'Down' : `Down at “${step}”`),
    held: (parked: number) => `Held, ${parked.toLocaleString('en-GB')} parked`,
    draining: (parked: number) => `Draining, ${parked.toLocaleString('en-GB')} to go`,
    open: 'Circuit open: nothing is sent for a while',
    halfOpen: 'Circuit half-open: one delivery is tried',
    unset: 'Has no settings in this environment',
  },
  throughput: {
    title: 'Throughput of the last 24 hours',
    label: (succeeded: number, failed: number) =>
      `In the last 24 hours ${succeeded.toLocaleString('en-GB')} executions succeeded and ${failed.toLocaleString('en-GB')} failed`,
    hour: (from: string, succeeded: number, failed: number) =>
      `${from}: ${succeeded.toLocaleString('en-GB')} succeeded, ${failed.toLocaleString('en-GB')} failed`,
    ago: '24 hours ago',
    now: 'now',
    most: (count: number) => `most in an hour: ${count.toLocaleString('en-GB')}`,
  },
  latest: {
    title: 'Latest failures',
    none: 'Nothing lies in the dead letter channel.',
    all: 'Show all',
  },
  start: {
    title: 'Begin here',
    text: 'A flow takes messages, works on them, and delivers them; every step is recorded. There is none yet.',
    example: 'Begin with an example',
    blank: 'Draw a flow of your own',
    connection: 'Connect a system',
  },
} as const;
