import { implementConnection } from '@lineshaft/flow';
import { HttpClient } from './http-client.ts';
import { httpConnectionManifest } from './manifest.ts';
import { testConnection } from './test-connection.ts';

/** An HTTP service. Its client keeps up to 128 connections, and its access token while it lasts. */
export const httpConnection = implementConnection({
  manifest: httpConnectionManifest,
  open: ({ values }) => new HttpClient(values),
  close: client => client.close(),
  test: ({ values }, step, signal) => testConnection(values, step, signal),
});
