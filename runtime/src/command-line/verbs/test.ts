import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { LineshaftError } from '@lineshaft/flow';
import { defineCommand, exitCodes, UsageError } from '../command.ts';
import { checkCase } from '../flow-tests/check-case.ts';
import { findCases } from '../flow-tests/find-cases.ts';
import { type FlowResult, junitReport } from '../flow-tests/junit.ts';
import { sentenceOf } from '../flow-tests/sentence-of.ts';
import type { Output } from '../output.ts';
import { definitionOf, type ProjectFile, readProject } from '../project/read-project.ts';

export const testCommand = defineCommand({
  verb: 'test',
  operands: '[FOLDER]',
  summary: 'Take every input/ of every flow through it in memory and compare what reaches its sinks with expected/.',
  options: {
    update: { type: 'boolean', description: 'Write what comes out into expected/.' },
    junit: { type: 'string', value: 'FILE', description: 'Write a JUnit report.' },
    json: { type: 'boolean', description: 'Print the results as JSON.' },
  },
  async run({ operands: [folder = '.'], options, workingFolder, output }) {
    const project = await readProject(resolve(workingFolder, folder));
    const flows: FlowResult[] = [];
    for (const file of project.flows) {
      const has = (name: string) => existsSync(join(project.folder, dirname(file.path), name));
      if (!has('input') || !(has('expected') || options.update)) continue;
      const result = await testFlow(project.folder, file, options.update ?? false);
      print(result, output);
      flows.push(result);
    }
    if (options.junit !== undefined) await writeFile(resolve(workingFolder, options.junit), junitReport(flows));
    const cases = flows.flatMap(flow => flow.cases);
    const failed = cases.filter(({ differences }) => differences.length > 0).length;
    output.line(`${flows.length} flows, ${cases.length} inputs, ${failed} failed`);
    output.result({ flows, failed });
    return failed > 0 ? exitCodes.problems : exitCodes.ok;
  },
});

async function testFlow(projectFolder: string, file: ProjectFile, update: boolean): Promise<FlowResult> {
  const definition = definitionOf(file);
  if (!definition) throw new UsageError(`${file.path} is no flow: see lineshaft validate.`);
  const folder = join(projectFolder, dirname(file.path));
  const cases = await findCases(
    folder,
    definition.nodes.map(({ id }) => id),
  );
  const result: FlowResult = { flowId: definition.id, file: file.path, cases: [] };
  try {
    for (const one of cases) result.cases.push(await checkCase(definition, folder, one, update));
  } catch (error) {
    if (error instanceof LineshaftError) throw new UsageError(`${file.path}: ${error.message}`, { cause: error });
    throw error;
  }
  return result;
}

function print({ flowId, cases }: FlowResult, output: Output): void {
  for (const { name, differences, updated } of cases) {
    const passed = differences.length === 0;
    output.line(`${output.styled(passed ? 'green' : 'red', passed ? 'ok  ' : 'FAIL')}  ${flowId} / ${name}`);
    for (const difference of differences) output.line(`      ${sentenceOf(difference)}`);
    for (const file of updated) output.line(`      updated expected/${file}`);
  }
}
