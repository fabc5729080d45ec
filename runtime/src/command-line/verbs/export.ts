import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { apiRoutes, type ConnectionSummary, createClient } from '@lineshaft/api';
import { type FlowDefinition, formatFlow } from '@lineshaft/flow';
import { defineCommand, exitCodes } from '../command.ts';
import { readRuntimeFlows, type RuntimeFlow } from '../deploy/runtime-flows.ts';
import { urlOf } from '../option-values.ts';
import { declaredConnections } from '../project/connections-file.ts';
import { definitionOf, type Project, readProject } from '../project/read-project.ts';

export const exportCommand = defineCommand({
  verb: 'export',
  operands: '[FOLDER]',
  summary: 'Write the published flows of a running runtime into a project, and which connections they need.',
  options: {
    from: { type: 'string', value: 'URL', description: 'The runtime, such as http://127.0.0.1:4400.' },
    drafts: { type: 'boolean', description: 'Write the drafts in place of the published versions.' },
    json: { type: 'boolean', description: 'Print what was written as JSON.' },
  },
  async run({ operands: [folder = '.'], options, workingFolder, output }) {
    const home = resolve(workingFolder, folder);
    const call = createClient(urlOf(options.from, '--from'));
    await mkdir(home, { recursive: true });
    const project = await readProject(home);
    const { files, skipped } = flowFiles(project, await readRuntimeFlows(call), options.drafts ?? false);
    const connections = connectionsFile(project, (await call(apiRoutes.connections.listConnections)).connections);
    const all = [...files, ...(connections ? [connections] : [])];
    const written = all.filter(({ before, text }) => text !== before);
    for (const { path, text } of written) {
      await mkdir(dirname(join(home, path)), { recursive: true });
      await writeFile(join(home, path), text);
      output.line(`${path}: written`);
    }
    for (const { id, reason } of skipped) output.line(`${id}: skipped, ${reason}`);
    const unchanged = all.length - written.length;
    output.line(`${written.length} written, ${unchanged} unchanged, ${skipped.length} skipped`);
    output.result({ written: written.map(({ path }) => path), unchanged, skipped });
    return exitCodes.ok;
  },
});

interface ExportedFile {
  path: string;
  text: string;
  /** Undefined: there is no such file yet. */
  before: string | undefined;
}

/** A flow that the project has stays in its file. */
function flowFiles(project: Project, flows: readonly RuntimeFlow[], drafts: boolean) {
  const places = new Map(project.flows.map(file => [definitionOf(file)?.id, file]));
  const files: ExportedFile[] = [];
  const skipped: { id: string; reason: string }[] = [];
  for (const flow of flows) {
    const definition = drafts ? flow.draft : publishedWithLayout(flow);
    const place = places.get(flow.id);
    const path = place?.path ?? `flows/${flow.id}/flow.json`;
    if (definition) files.push({ path, text: formatFlow(definition), before: place?.text });
    else skipped.push({ id: flow.id, reason: drafts ? 'its draft is no valid flow' : 'it was never published' });
  }
  return { files, skipped };
}

/**
 * What is needed, without values: connections that no file declares yet go into `connections.json` at the root of the
 * project. Undefined when there is nothing to declare.
 */
function connectionsFile(project: Project, connections: readonly ConnectionSummary[]): ExportedFile | undefined {
  const path = 'connections.json';
  const file = project.connections.find(one => one.path === path);
  const declared = declaredConnections(project.connections).connections;
  const added = connections
    .filter(({ id }) => !declared.has(id))
    .map(({ id, type, name, description }) => ({ id, type, name, ...(description === null ? {} : { description }) }));
  if (added.length === 0) return undefined;
  const entries = [...(Array.isArray(file?.value) ? (file.value as { id: string }[]) : []), ...added];
  const sorted = entries.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return { path, text: `${JSON.stringify(sorted, undefined, 2)}\n`, before: file?.text };
}

/** Versions have neither layout nor notes; the draft says where their boxes stand. */
function publishedWithLayout({ published, draft }: RuntimeFlow): FlowDefinition | undefined {
  if (!published) return undefined;
  const ids = new Set(published.definition.nodes.map(({ id }) => id));
  const layout = Object.fromEntries(Object.entries(draft?.layout ?? {}).filter(([id]) => ids.has(id)));
  return { ...published.definition, layout, notes: draft?.notes ?? [] };
}
