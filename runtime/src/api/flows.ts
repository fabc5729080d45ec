import { apiRoutes, type FlowSummary, type SavedFlow } from '@lineshaft/api';
import {
  checkFlow,
  configJsonSchema,
  flowDefinitionSchema,
  flowJsonSchema,
  type FlowProblemCode,
  type FlowVersionDefinition,
  hasErrors,
  type NodeImplementations,
  type NodeTypes,
  type Problem,
} from '@lineshaft/flow';
import { checkExpression, checkTemplate } from '@lineshaft/jsonata';
import type { Hono } from 'hono';
import { type Flows, RevisionConflict, type StoredFlow } from '../store/flows.ts';
import { endpointConflict } from '../engine/endpoint-conflicts.ts';
import { checkPreparation } from '../engine/prepare-flow.ts';
import type { ObstaclesOf } from './flow-obstacles.ts';
import { toFlowSummary } from './flow-summary.ts';
import { mountRoute } from './mount-route.ts';
import { HttpProblem } from './problem-details.ts';

export interface FlowResourceContext {
  flows: Flows;
  nodeTypes: NodeTypes;
  /** The code of the node types. */
  implementations: NodeImplementations;
  /** The connections that there are, by id. */
  connections(): Promise<ReadonlyMap<string, { type: string; hasSettings: boolean }>>;
  /** Brings this process in step with what was published or switched. */
  follow(): Promise<void>;
  /** Why a flow that should take messages does not, if so. */
  sourceFailure(flowId: string): string | undefined;
  obstacles(): Promise<ObstaclesOf>;
}

const lostConnection: readonly string[] = ['connection-unknown', 'connection-type-wrong'] satisfies FlowProblemCode[];

export function mountFlows(app: Hono, context: FlowResourceContext): void {
  const { flows, nodeTypes } = context;
  const routes = apiRoutes.flows;
  const check = async (draft: unknown): Promise<Problem[]> =>
    checkFlow(draft, {
      nodeTypes,
      checkExpression: text => checkExpression(text)?.message,
      checkTemplate: text => checkTemplate(text)?.message,
      connections: await context.connections(),
    });

  /** Also what only the code of the nodes can tell; too slow for every look at a draft. */
  const checkWholly = async (draft: unknown): Promise<Problem[]> => {
    const problems = await check(draft);
    if (hasErrors(problems)) return problems;
    return [...problems, ...(await checkPreparation(flowDefinitionSchema.parse(draft), context.implementations))];
  };

  const find = async (id: string): Promise<StoredFlow> => {
    const flow = await flows.find(id);
    if (!flow) throw new HttpProblem('not-found', `There is no flow "${id}".`);
    return flow;
  };
  const refuseTakenEndpoints = async (definition: FlowVersionDefinition) => {
    const conflict = endpointConflict(definition, await flows.currentDefinitions(), nodeTypes);
    if (conflict) throw new HttpProblem('conflict', conflict);
  };
  /** A version could be published once, but its connections may be gone. */
  const refuseLostConnections = async (definition: FlowVersionDefinition) => {
    const problems = (await check(definition)).filter(({ code }) => lostConnection.includes(code));
    if (problems.length > 0)
      throw new HttpProblem('flow-invalid', 'This version names connections that cannot be used any more.', problems);
  };
  const summary = async (flow: StoredFlow): Promise<FlowSummary> =>
    toFlowSummary(flow, (await context.obstacles())(flow));
  const saved = async (flow: StoredFlow): Promise<SavedFlow> => ({
    ...(await summary(flow)),
    definition: flow.draft,
    problems: await check(flow.draft),
  });

  mountRoute(app, routes.getFlow, async ({ params }) => saved(await find(params.id)));

  mountRoute(app, routes.saveFlow, async ({ params, query, body }) => {
    if (body['id'] !== undefined && body['id'] !== params.id) {
      throw new HttpProblem(
        'conflict',
        `The definition names the id ${JSON.stringify(body['id'])}, but it is saved as "${params.id}". Make them the same.`,
      );
    }
    try {
      await flows.saveDraft(params.id, body, query.revision);
    } catch (error) {
      if (error instanceof RevisionConflict)
        throw new HttpProblem('draft-changed', `${error.message} Read it, and make your changes there.`);
      throw error;
    }
    return saved(await find(params.id));
  });

  mountRoute(app, routes.checkFlow, async ({ params }) => ({
    problems: await checkWholly((await find(params.id)).draft),
  }));

  mountRoute(app, routes.publishFlow, async ({ params, body }) => {
    const { draft } = await find(params.id);
    const problems = await checkWholly(draft);
    if (hasErrors(problems)) {
      throw new HttpProblem(
        'flow-invalid',
        'The draft has errors and was not published. Correct them first.',
        problems,
      );
    }
    const definition = flowDefinitionSchema.parse(draft);
    await refuseTakenEndpoints(definition);
    const published = await flows.publish(definition, body.note);
    await context.follow();
    return { ...published, publishedAt: published.publishedAt.toISOString() };
  });

  mountRoute(app, routes.listFlowVersions, async ({ params }) => {
    const { currentVersion } = await find(params.id);
    const versions = await flows.versions(params.id);
    return {
      versions: versions.map(({ version, note, publishedAt }) => ({
        version,
        note,
        publishedAt: publishedAt.toISOString(),
        current: version === currentVersion,
      })),
    };
  });

  mountRoute(app, routes.getFlowVersion, async ({ params }) => {
    const { currentVersion } = await find(params.id);
    const found = await flows.version(params.id, params.version);
    if (!found) throw new HttpProblem('not-found', `Flow "${params.id}" has no version ${params.version}.`);
    return {
      version: found.version,
      note: found.note,
      publishedAt: found.publishedAt.toISOString(),
      current: found.version === currentVersion,
      definition: found.definition,
    };
  });

  mountRoute(app, routes.rollBackFlow, async ({ params, body }) => {
    await find(params.id);
    const version = await flows.version(params.id, body.version);
    if (!version) throw new HttpProblem('not-found', `Flow "${params.id}" has no version ${body.version}.`);
    await refuseTakenEndpoints(version.definition);
    await refuseLostConnections(version.definition);
    await flows.makeCurrent(params.id, body.version);
    await context.follow();
    return summary(await find(params.id));
  });

  const setEnabled = async (id: string, enabled: boolean): Promise<FlowSummary> => {
    const flow = await find(id);
    if (enabled && flow.currentVersion === null) {
      throw new HttpProblem(
        'conflict',
        `Flow "${id}" has no published version that could take messages. Publish it first.`,
      );
    }
    await flows.setEnabled(id, enabled);
    await context.follow();
    const failure = enabled ? context.sourceFailure(id) : undefined;
    if (failure) throw new HttpProblem('conflict', `Flow "${id}" is enabled but cannot take messages: ${failure}`);
    return summary(await find(id));
  };
  mountRoute(app, routes.enableFlow, ({ params }) => setEnabled(params.id, true));
  mountRoute(app, routes.disableFlow, ({ params }) => setEnabled(params.id, false));

  mountRoute(app, routes.getFlowJsonSchema, () => flowJsonSchema(nodeTypes));

  mountRoute(app, routes.listNodeTypes, () => ({
    nodeTypes: [...nodeTypes.values()].map(manifest => ({
      type: manifest.type,
      version: manifest.version,
      role: manifest.role,
      title: manifest.title,
      description: manifest.description,
      config: configJsonSchema(manifest),
      connection: manifest.connection
        ? { type: manifest.connection.type, optional: manifest.connection.optional ?? false }
        : null,
      stateful: manifest.stateful !== undefined,
      callable: manifest.callable ?? false,
      hasTopic: manifest.topic !== undefined,
      sendsReply: manifest.sendsReply ?? false,
    })),
  }));
}
