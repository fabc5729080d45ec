import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { formatFlow } from '@lineshaft/flow';
import { implementations, nodeTypes } from '../../node-registry.ts';
import { defineCommand, exitCodes } from '../command.ts';
import { checkProject } from '../project/check-project.ts';
import { count, printProblems } from '../project/project-problem.ts';
import { definitionOf, type Project, readProject } from '../project/read-project.ts';

export const validateCommand = defineCommand({
  verb: 'validate',
  operands: '[FOLDER]',
  summary: 'Check every flow, connection and binding of a project.',
  options: {
    fix: { type: 'boolean', description: 'Write flows in their canonical form.' },
    json: { type: 'boolean', description: 'Print { flows, fixed, problems } as JSON.' },
  },
  async run({ operands: [folder = '.'], options, workingFolder, output }) {
    const home = resolve(workingFolder, folder);
    const fixed = options.fix ? await writeCanonical(await readProject(home)) : [];
    const project = await readProject(home);
    const problems = await checkProject(project, nodeTypes, implementations);
    for (const path of fixed) output.line(`${path}: written in the canonical form`);
    printProblems(problems, output);
    const [errors, warnings] = [count(problems, 'error'), count(problems, 'warning')];
    output.line(`${project.flows.length} flows, ${errors} errors, ${warnings} warnings`);
    output.result({ flows: project.flows.length, fixed, problems });
    return errors > 0 ? exitCodes.problems : exitCodes.ok;
  },
});

/** Flows that cannot be read stay as they are. */
async function writeCanonical(project: Project): Promise<string[]> {
  const fixed: string[] = [];
  for (const file of project.flows) {
    const definition = definitionOf(file);
    const text = definition && formatFlow(definition);
    if (text === undefined || text === file.text) continue;
    await writeFile(join(project.folder, file.path), text);
    fixed.push(file.path);
  }
  return fixed;
}
