import { type ChildProcess, fork } from 'node:child_process';
import { glob, mkdir, readFile } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExampleFlow } from '@lineshaft/api';
import { type ConnectionManifest, type FlowDefinition, flowDefinitionSchema } from '@lineshaft/flow';
import { deployConnections } from './connections/deploy-connections.ts';
import type { Connections } from './store/connections.ts';
import type { Flows } from './store/flows.ts';
import type { Logger } from './telemetry/log.ts';

/** How long the twin systems have to end, milliseconds. */
const patienceMs = 2000;

const examplesFolder = fileURLToPath(new URL('../../examples', import.meta.url));

/** What the examples' connections call the folder of their files; here it is the data folder. */
const exampleData = '/srv/lineshaft';

/** Makes the connections of the examples that this database does not have. */
export async function deployExampleConnections(
  connections: Connections,
  connectionTypes: ReadonlyMap<string, ConnectionManifest>,
  dataFolder: string,
): Promise<void> {
  const ours = JSON.stringify(resolve(dataFolder)).slice(1, -1);
  // The flows look at it before the twin that owns it is there.
  await mkdir(resolve(dataFolder, 'warehouse-de02/outbox'), { recursive: true });
  for await (const path of glob('*/connections.json', { cwd: examplesFolder })) {
    const text = await readFile(`${examplesFolder}/${path}`, 'utf8');
    const content: unknown = JSON.parse(text.replaceAll(exampleData, () => ours));
    await deployConnections(content, `examples/${path}`, connections, connectionTypes);
  }
}

/**
 * Publishes the example flows that this database does not have. One that is there stays as somebody left it.
 * @returns the names of those that were published
 */
export async function deployExampleFlows(flows: Flows): Promise<string[]> {
  const published: string[] = [];
  for (const { definition } of await readExamples()) {
    if (await flows.find(definition.id)) continue;
    await flows.saveDraft(definition.id, definition);
    await flows.publish(definition, 'Example');
    published.push(definition.name);
  }
  return published;
}

/** The example flows as they come with Lineshaft, in order of id. */
export async function readExampleFlows(): Promise<ExampleFlow[]> {
  return (await readExamples()).map(({ id, definition }) => {
    const { name, description = '', domain } = definition;
    return { id, name, description, domain, definition };
  });
}

async function readExamples(): Promise<{ id: string; definition: FlowDefinition }[]> {
  const examples = [];
  for await (const path of glob('*/*/flow.json', { cwd: examplesFolder })) {
    const definition = flowDefinitionSchema.parse(JSON.parse(await readFile(`${examplesFolder}/${path}`, 'utf8')));
    examples.push({ id: dirname(path).replaceAll(sep, '/'), definition });
  }
  return examples.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** Runs the twin systems beside the runtime, in a process of their own that ends with it. */
export function startTwins(runtimeUrl: string, dataFolder: string, log: Logger): { stop(): Promise<void> } {
  const child = fork(`${examplesFolder}/twins/main.ts`, {
    env: {
      ...withoutSecrets(process.env),
      TWINS_RUNTIME_URL: runtimeUrl,
      TWINS_DE02_FOLDER: resolve(dataFolder, 'warehouse-de02'),
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  let stopping = false;
  child.on('error', error => log.error({ err: error }, 'The twin systems of the examples could not be started'));
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

/** What is ours alone is no business of other programs. */
function withoutSecrets(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const secret = ['DATABASE_URL', 'LINESHAFT_KEK', 'LINESHAFT_KEK_FILE', 'LINESHAFT_KEK_PREVIOUS'];
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !secret.includes(name)));
}

async function endOf(child: ChildProcess): Promise<void> {
  // Without a pid it never was.
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  child.once('exit', () => resolve());
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  await promise;
  clearTimeout(timer);
}
