import { implementations, nodeTypes } from '../../node-registry.ts';
import type { Output } from '../output.ts';
import { checkProject } from './check-project.ts';
import { count, printProblems } from './project-problem.ts';
import { type Project, readProject } from './read-project.ts';

/** A project without errors; undefined, its errors printed, when it has any. @throws UsageError */
export async function readValidProject(folder: string, output: Output): Promise<Project | undefined> {
  const project = await readProject(folder);
  const problems = await checkProject(project, nodeTypes, implementations);
  const errors = problems.filter(({ severity }) => severity === 'error');
  printProblems(errors, output);
  if (errors.length === 0) return project;
  output.complain(`${folder} has ${count(errors, 'error')} errors, so nothing was compared. See: lineshaft validate`);
  output.result({ problems: errors });
  return undefined;
}
