/** What a caller must be allowed to do; each route names one. `public` needs no sign-in. */
export const permissions = [
  'public',
  'flow.read',
  'flow.edit',
  'flow.publish',
  'execution.read',
  'execution.operate',
  'connection.read',
  'connection.edit',
  'connection.operate',
] as const;

export type Permission = (typeof permissions)[number];
