import { basename, dirname, resolve } from 'node:path';
import { checkShape, flowDefinitionSchema } from '@lineshaft/flow';
import { defineCommand, exitCodes, UsageError } from '../command.ts';
import { type OpenConnections, openConnections } from '../in-memory/open-connections.ts';
import { printTrace, traceAsJson } from '../in-memory/print-trace.ts';
import { readInput } from '../in-memory/read-input.ts';
import type { StandIns } from '../in-memory/stand-ins.ts';
import { tryFlow } from '../in-memory/try-flow.ts';
import { instantOf, pairOf } from '../option-values.ts';
import { declaredConnections } from '../project/connections-file.ts';
import { environmentValues } from '../project/environment-values.ts';
import { readProject, readProjectFile } from '../project/read-project.ts';

export const runCommand = defineCommand({
  verb: 'run',
  operands: 'FLOW',
  summary: 'Take messages through a flow.json in memory and print what every node sends out.',
  options: {
    input: { type: 'string', multiple: true, value: 'FILE', description: 'The message; several: one after the other.' },
    'content-type': { type: 'string', value: 'TYPE', description: 'Left out: as the name of the file ends.' },
    header: { type: 'string', multiple: true, value: 'NAME=VALUE', description: 'A header of the message.' },
    source: { type: 'string', value: 'NODE', description: 'By which source it comes in, when the flow has several.' },
    stub: {
      type: 'string',
      multiple: true,
      value: 'NODE[:PORT]=FILE',
      description: 'What a node is answered from outside or by another flow. Left out: nothing.',
    },
    send: { type: 'boolean', description: 'Run sinks for real: what they send is sent.' },
    environment: { type: 'string', value: 'NAME', description: 'Whose connections are used with --send.' },
    project: {
      type: 'string',
      value: 'FOLDER',
      description: 'Where connections.json and bindings/ are. Left out: here.',
    },
    'let-time-pass': { type: 'boolean', description: 'Jump over delays, and to where kept messages expire.' },
    clock: { type: 'string', value: 'INSTANT', description: 'Where the clock stands. Left out: now.' },
    json: { type: 'boolean', description: 'Print the trace as JSON.' },
  },
  async run({ operands: [path], options, workingFolder, environment, output }) {
    if (path === undefined) throw new UsageError('Name the flow: lineshaft run FLOW --input FILE');
    if (!options.input) throw new UsageError('Name the message with --input FILE.');
    const definition = await readDefinition(resolve(workingFolder, path));
    const headers = Object.fromEntries(
      (options.header ?? [])
        .map(text => pairOf(text, '--header NAME=VALUE'))
        .map(([name, value]) => [name.toLowerCase(), value]),
    );
    const inputs = await Promise.all(
      options.input.map(file =>
        readInput(resolve(workingFolder, file), { contentType: options['content-type'], headers }),
      ),
    );
    if (options.send && options.stub)
      throw new UsageError('With --send sinks answer for themselves: leave --stub out.');
    const connections = options.send
      ? await connectionsOf(resolve(workingFolder, options.project ?? '.'), options.environment, environment)
      : undefined;
    const trace = await tryFlow(definition, inputs, {
      ...(connections ? { send: connections } : {}),
      sourceNodeId: options.source,
      now: options.clock === undefined ? Date.now() : instantOf(options.clock, '--clock').getTime(),
      letTimePass: options['let-time-pass'] ?? false,
      standIns: await readStandIns(options.stub ?? [], workingFolder, definition.nodes),
    });
    await connections?.closeAll();
    printTrace(trace, output);
    output.result(traceAsJson(trace));
    const failed = trace.refused !== undefined || trace.executions.some(execution => execution.error);
    return failed ? exitCodes.problems : exitCodes.ok;
  },
});

/** Without an environment no connection has values: nodes that name none can do without. */
async function connectionsOf(
  folder: string,
  environment: string | undefined,
  variables: Readonly<Record<string, string | undefined>>,
): Promise<OpenConnections> {
  if (environment === undefined) return openConnections([], new Map());
  const project = await readProject(folder);
  const { connections } = declaredConnections(project.connections);
  return openConnections(connections.values(), await environmentValues(project, environment, variables));
}

async function readDefinition(path: string) {
  const { value, fault } = await readProjectFile(dirname(path), basename(path));
  const { value: definition, faults } = checkShape(flowDefinitionSchema, value, 'The flow');
  if (definition) return definition;
  throw new UsageError(`${path} is no flow: ${fault ?? faults.map(({ message }) => message).join(' ')}`);
}

async function readStandIns(
  stubs: readonly string[],
  workingFolder: string,
  nodes: readonly { id: string }[],
): Promise<StandIns> {
  const answers = stubs.map(async stub => {
    const [target, file] = pairOf(stub, '--stub NODE=FILE');
    const [nodeId = '', port] = target.split(':');
    if (!nodes.some(({ id }) => id === nodeId))
      throw new UsageError(`--stub ${stub}: the flow has no node "${nodeId}".`);
    return [nodeId, { port, answer: await readInput(resolve(workingFolder, file)) }] as const;
  });
  return new Map(await Promise.all(answers));
}
