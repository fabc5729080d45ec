import { type ChildProcess, fork } from 'node:child_process';
import { glob, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { flowDefinitionSchema } from '@lineshaft/flow';
import type { Flows } from './store/flows.ts';
import type { Logger } from './telemetry/log.ts';

const examplesFolder = fileURLToPath(new URL('../../examples', import.meta.url));

/**
 * Publishes the example flows that this database does not have. One that is there stays as somebody left it.
 * @returns the names of those that were published
 */
export async function deployExampleFlows(flows: Flows): Promise<string[]> {
  const published: string[] = [];
  for await (const path of glob('*/*/flow.json', { cwd: examplesFolder })) {
    const definition = flowDefinitionSchema.parse(JSON.parse(await readFile(`${examplesFolder}/${path}`, 'utf8')));
    if (await flows.find(definition.id)) continue;
    await flows.saveDraft(definition.id, definition);
    await flows.publish(definition, 'Example');
    published.push(definition.name);
  }
  return published;
}

/** Runs the twin systems (ERP and supplier portal) beside the runtime, in a process of their own that ends with it. */
export function startTwins(runtimeUrl: string, log: Logger): { stop(): Promise<void> } {
  const child = fork(`${examplesFolder}/twins/main.ts`, {
    env: { ...process.env, TWINS_RUNTIME_URL: runtimeUrl },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  let stopping = false;
  child.on('exit', code => {
    if (!stopping)
      log.error({ code }, 'The twin systems of the examples ended; the example flows will find nobody to talk to');
  });
  return {
    async stop() {
      stopping = true;
      await endOf(child);
    },
  };
}

async function endOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  child.once('exit', () => resolve());
  child.kill('SIGTERM');
  await promise;
}
