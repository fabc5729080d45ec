import {
  type ConnectionImplementations,
  type ConnectionManifest,
  defineConnection,
  implementConnection,
  type TestStep,
} from '@lineshaft/flow';
import { z } from 'zod';

const secret = z.string().min(1).meta({ secret: true });

/** A kind of connection with a secret, of which tests decide how it fares. */
export const testConnectionManifest = defineConnection({
  type: 'test.system',
  title: 'Test system',
  description: 'A system of the tests.',
  settings: z.strictObject({
    address: z.string().min(1),
    pin: secret.optional(),
    auth: z
      .discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('none') }),
        z.strictObject({ kind: z.literal('password'), user: z.string(), password: secret }),
      ])
      .default({ kind: 'none' }),
  }),
});

export interface TestClient {
  address: string;
  password: string | undefined;
  closed: boolean;
}

/** Clients that were opened, and what the handshake does. */
export class TestSystem {
  readonly opened: TestClient[] = [];
  handshake: (step: TestStep, signal: AbortSignal) => Promise<void> = async step => {
    await step('Connect', async () => {});
  };

  readonly implementation = implementConnection({
    manifest: testConnectionManifest,
    open: ({ values: { address, auth } }): TestClient => {
      const client = { address, password: auth.kind === 'password' ? auth.password : undefined, closed: false };
      this.opened.push(client);
      return client;
    },
    close: async client => {
      client.closed = true;
    },
    test: (_, step, signal) => this.handshake(step, signal),
  });

  readonly implementations: ConnectionImplementations = { 'test.system': async () => this.implementation };
}

export const testConnectionTypes: ReadonlyMap<string, ConnectionManifest> = new Map([
  ['test.system', testConnectionManifest],
]);
