import { resolve } from 'node:path';
import { createClient } from '@lineshaft/api';
import { defineCommand, exitCodes } from '../command.ts';
import { hasChanges, planProject } from '../deploy/plan-project.ts';
import { planOptions, readPlanOptions } from '../deploy/plan-options.ts';
import { planAsJson, printPlan } from '../deploy/print-plan.ts';
import { urlOf } from '../option-values.ts';
import { readValidProject } from '../project/read-valid-project.ts';

export const planCommand = defineCommand({
  verb: 'plan',
  operands: '[FOLDER]',
  summary: 'Show what apply would change in a running runtime; exit code 3 when there is anything.',
  options: {
    ...planOptions,
    json: { type: 'boolean', description: 'Print the plan as JSON.' },
  },
  async run({ operands: [folder = '.'], options, workingFolder, environment, output }) {
    const call = createClient(urlOf(options.to, '--to'));
    const project = await readValidProject(resolve(workingFolder, folder), output);
    if (!project) return exitCodes.problems;
    const plan = await planProject(project, call, readPlanOptions(options, environment));
    printPlan(plan, output);
    output.result(planAsJson(plan));
    return hasChanges(plan) ? exitCodes.changes : exitCodes.ok;
  },
});
