import { ApiError, apiRoutes, type Client } from '@lineshaft/api';
import type { ConnectionPlan } from './plan-connection.ts';
import type { FlowPlan } from './plan-flow.ts';
import type { ProjectPlan } from './plan-project.ts';

/** What was done, what stopped it, and what was left. */
export interface Applied {
  done: string[];
  failure: { at: string; error: ApiError } | undefined;
  left: string[];
}

interface Step {
  /** Such as `publish flow orders`. */
  title: string;
  /** @returns what came of it, such as `version 3` */
  run: () => Promise<string>;
}

/** Carries a plan out, step by step, and stops at the first that fails. */
export async function applyPlan(plan: ProjectPlan, call: Client, note: string | undefined): Promise<Applied> {
  const removals = plan.connections.filter(({ action }) => action === 'remove');
  // Flows name connections: these are made before, and deleted after.
  const steps = [
    ...plan.connections.filter(one => !removals.includes(one)).flatMap(one => connectionSteps(one, call)),
    ...plan.flows.flatMap(flow => flowSteps(flow, call, note)),
    ...removals.flatMap(one => connectionSteps(one, call)),
  ];
  const done: string[] = [];
  for (const [index, { title, run }] of steps.entries()) {
    try {
      const result = await run();
      done.push(result === '' ? title : `${title}: ${result}`);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { done, failure: { at: title, error }, left: steps.slice(index + 1).map(step => step.title) };
    }
  }
  return { done, failure: undefined, left: [] };
}

function connectionSteps({ id, action, declared, values }: ConnectionPlan, call: Client): Step[] {
  const { saveConnection, saveConnectionSettings, deleteConnection } = apiRoutes.connections;
  const steps: Step[] = [];
  if (declared) {
    const { type, name, description } = declared;
    steps.push({
      title: `save connection ${id}`,
      run: async () => {
        const body = { type, name, ...(description === undefined ? {} : { description }) };
        await call(saveConnection, { params: { id }, body });
        return '';
      },
    });
  }
  if (values) {
    const { environment, ...body } = values;
    steps.push({
      title: `set connection ${id} in ${environment}`,
      run: async () => {
        await call(saveConnectionSettings, { params: { id, environment }, body });
        return '';
      },
    });
  }
  if (action === 'remove') {
    steps.push({
      title: `delete connection ${id}`,
      run: async () => {
        await call(deleteConnection, { params: { id } });
        return '';
      },
    });
  }
  return steps;
}

function flowSteps({ id, action, enable, definition, draftRevision }: FlowPlan, call: Client, note?: string): Step[] {
  const { saveFlow, publishFlow, enableFlow, disableFlow } = apiRoutes.flows;
  const steps: Step[] = [];
  const step = (title: string, run: () => Promise<string>) => steps.push({ title: `${title} flow ${id}`, run });
  if (action === 'remove') {
    step('disable', async () => {
      await call(disableFlow, { params: { id } });
      return '';
    });
  }
  if (definition && action !== 'none') {
    step('save', async () => {
      // Refused when somebody has saved the draft since it was compared.
      await call(saveFlow, { params: { id }, query: { revision: draftRevision }, body: definition });
      return '';
    });
  }
  if (action === 'create' || action === 'change') {
    step('publish', async () => {
      const { version } = await call(publishFlow, { params: { id }, body: note === undefined ? {} : { note } });
      return `version ${version}`;
    });
  }
  if (enable) {
    step('enable', async () => {
      await call(enableFlow, { params: { id } });
      return '';
    });
  }
  return steps;
}
