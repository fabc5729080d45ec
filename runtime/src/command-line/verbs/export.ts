import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { createClient } from '@lineshaft/api';
import { type FlowDefinition, formatFlow } from '@lineshaft/flow';
import { defineCommand, exitCodes } from '../command.ts';
import { readRuntimeFlows, type RuntimeFlow } from '../deploy/runtime-flows.ts';
import { urlOf } from '../option-values.ts';
import { definitionOf, readProject } from '../project/read-project.ts';

export const exportCommand = defineCommand({
  verb: 'export',
  operands: '[FOLDER]',
  summary: 'Write the published flows of a running runtime into a project.',
  options: {
    from: { type: 'string', value: 'URL', description: 'The runtime, such as http://127.0.0.1:4400.' },
    drafts: { type: 'boolean', description: 'Write the drafts in place of the published versions.' },
    json: { type: 'boolean', description: 'Print { written, unchanged, skipped } as JSON.' },
  },
  async run({ operands: [folder = '.'], options, workingFolder, output }) {
    const home = resolve(workingFolder, folder);
    const flows = await readRuntimeFlows(createClient(urlOf(options.from, '--from')));
    await mkdir(home, { recursive: true });
    const places = await placesOf(home);
    const result = { written: [] as string[], unchanged: [] as string[], skipped: [] as string[] };
    for (const flow of flows) {
      const definition = options.drafts ? flow.draft : publishedWithLayout(flow);
      if (!definition) {
        result.skipped.push(flow.id);
        output.line(`${flow.id}: skipped, ${options.drafts ? 'its draft is no valid flow' : 'it was never published'}`);
        continue;
      }
      const { path, text: before } = places.get(flow.id) ?? { path: `flows/${flow.id}/flow.json`, text: undefined };
      const text = formatFlow(definition);
      result[text === before ? 'unchanged' : 'written'].push(path);
      if (text === before) continue;
      await mkdir(dirname(join(home, path)), { recursive: true });
      await writeFile(join(home, path), text);
      output.line(`${path}: written`);
    }
    output.line(
      `${result.written.length} written, ${result.unchanged.length} unchanged, ${result.skipped.length} skipped`,
    );
    output.result(result);
    return exitCodes.ok;
  },
});

/** A flow that the project has stays in its file. */
async function placesOf(home: string): Promise<Map<string, { path: string; text: string }>> {
  const { flows } = await readProject(home);
  return new Map(
    flows.flatMap(file => {
      const definition = definitionOf(file);
      return definition ? [[definition.id, file]] : [];
    }),
  );
}

/** Versions have no layout; the draft says where their boxes stand. */
function publishedWithLayout({ published, draft }: RuntimeFlow): FlowDefinition | undefined {
  if (!published) return undefined;
  const ids = new Set(published.definition.nodes.map(({ id }) => id));
  const layout = Object.fromEntries(Object.entries(draft?.layout ?? {}).filter(([id]) => ids.has(id)));
  return { ...published.definition, layout };
}
