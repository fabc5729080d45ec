import type { RunContext } from '@lineshaft/flow';
import { runContext } from '@lineshaft/flow/testing';
import { httpConnection } from '../connection/connection.ts';
import { httpConnectionManifest } from '../connection/manifest.ts';

/** A run whose node names a connection to this address, which an administrator has allowed. */
export function connected(
  baseUrl: string,
  { settings = {}, ...rest }: Partial<RunContext> & { settings?: Record<string, unknown> } = {},
): RunContext {
  const values = httpConnectionManifest.settings.parse({ baseUrl, internal: true, ...settings });
  const client = httpConnection.open({ id: 'erp', values });
  return runContext({ connectionId: 'erp', connect: () => client as never, ...rest });
}
