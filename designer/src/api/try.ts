import { apiRoutes, type Trial } from '@lineshaft/api';
import type { z } from 'zod';
import { call } from './client.ts';

/** What is tried, on what, how far. */
export type TryRequest = z.input<typeof apiRoutes.try.tryFlow.body>;

/** Takes a sample through a draft. @throws ApiError */
export function tryFlow(flowId: string, body: TryRequest, signal: AbortSignal): Promise<Trial> {
  return call(apiRoutes.try.tryFlow, { params: { id: flowId }, body, signal });
}
