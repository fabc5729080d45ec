/** Texts about what the system behind a connection takes. */
export const messages = {
  usedElsewhere: 'Other flows use:',
  take: (path: string) => `Take ${path} as the address`,
} as const;
