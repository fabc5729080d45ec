export const messages = {
  answer: 'It answered:',
  more: (count: number) => `and ${count} more`,
} as const;
