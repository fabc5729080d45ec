import { resolve } from 'node:path';
import { createClient } from '@lineshaft/api';
import { defineCommand, exitCodes } from '../command.ts';
import { applyPlan } from '../deploy/apply-plan.ts';
import { gitDescription } from '../deploy/git-note.ts';
import { isDestructive, planProject } from '../deploy/plan-project.ts';
import { planOptions, readPlanOptions } from '../deploy/plan-options.ts';
import { planAsJson, printPlan } from '../deploy/print-plan.ts';
import { urlOf } from '../option-values.ts';
import { readValidProject } from '../project/read-valid-project.ts';

export const applyCommand = defineCommand({
  verb: 'apply',
  operands: '[FOLDER]',
  summary: 'Bring a running runtime in step with a project. Twice changes nothing more.',
  options: {
    ...planOptions,
    note: {
      type: 'string',
      value: 'TEXT',
      description: 'What published versions say of themselves. Left out: git describe.',
    },
    yes: { type: 'boolean', description: 'Also do what is destructive.' },
    json: { type: 'boolean', description: 'Print plan and result as JSON.' },
  },
  async run({ operands: [folder = '.'], options, workingFolder, environment, output }) {
    const home = resolve(workingFolder, folder);
    const call = createClient(urlOf(options.to, '--to'));
    const project = await readValidProject(home, output);
    if (!project) return exitCodes.problems;
    const plan = await planProject(project, call, readPlanOptions(options, environment));
    printPlan(plan, output);
    if (!options.yes && isDestructive(plan)) {
      output.complain('Nothing was done: the plan has destructive changes. Look at them, then say --yes.');
      output.result({ plan: planAsJson(plan), done: [], left: [] });
      return exitCodes.problems;
    }
    const { done, failure, left } = await applyPlan(plan, call, options.note ?? (await gitDescription(home)));
    for (const title of done) output.line(`${output.styled('green', 'done')}  ${title}`);
    if (failure) {
      output.complain(`Stopped at: ${failure.at}: ${failure.error.message}`);
      for (const { path, message } of failure.error.problem.problems ?? []) output.complain(`  ${path}: ${message}`);
      for (const title of left) output.complain(`Not done: ${title}`);
    }
    const problem = failure && { at: failure.at, ...failure.error.problem };
    output.result({ plan: planAsJson(plan), done, left, ...(problem ? { failure: problem } : {}) });
    return failure ? exitCodes.problems : exitCodes.ok;
  },
});
