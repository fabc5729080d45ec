import { guardedAgent } from '../outbound/guarded-agent.ts';

/** What goes without a connection, or away from one, goes to the open internet only. Shared, so that connections are. */
export const publicAgent = guardedAgent();
