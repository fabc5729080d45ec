import { z } from 'zod';
import { problemContentType, problemDetailsSchema, problemKinds } from './problem.ts';
import type { RoutesByResource } from './api-routes.ts';
import { pathParameters, type Route } from './route.ts';

type Json = Record<string, unknown>;

/** An OpenAPI 3.1 document as plain data. */
export interface OpenApiDocument extends Json {
  openapi: '3.1.1';
  paths: Record<string, Record<string, Json>>;
  components: { schemas: Record<string, Json>; responses: Record<string, Json> };
}

/** Describes routes as an OpenAPI 3.1 document. Schemas with an id become components; tags are the resources. */
export function openApi(
  resources: RoutesByResource,
  info: { title: string; version: string } = { title: 'Lineshaft', version: '1' },
): OpenApiDocument {
  const schemas = new Schemas();
  const paths: OpenApiDocument['paths'] = {};
  for (const [tag, routes] of Object.entries(resources)) {
    for (const [operationId, route] of Object.entries(routes)) {
      (paths[route.path] ??= {})[route.method] = { operationId, tags: [tag], ...operation(route, schemas) };
    }
  }
  const routes = Object.values(resources).flatMap(each => Object.values(each));
  const statuses = new Set(routes.flatMap(refusalStatuses));
  const responses = problemResponses(statuses, schemas);
  return {
    openapi: '3.1.1',
    info: { ...info, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    // There is no sign-in yet: the runtime listens on loopback only. `x-permission` says what each route will ask for.
    security: [],
    tags: Object.keys(resources).map(name => ({ name })),
    paths,
    components: { schemas: schemas.components, responses },
  };
}

function operation(route: Route, schemas: Schemas): Json {
  return {
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    'x-permission': route.permission,
    parameters: [...parameters('path', route.params, schemas), ...parameters('query', route.query, schemas)],
    ...(route.body === undefined ? {} : { requestBody: requestBody(route.body, schemas) }),
    responses: {
      [route.status ?? 200]: {
        description: route.summary,
        content: {
          [route.events ? 'text/event-stream' : 'application/json']: { schema: schemas.of(route.response, 'output') },
        },
      },
      ...Object.fromEntries(refusalStatuses(route).map(status => [status, responseRef(status)])),
      default: responseRef('default'),
    },
  };
}

function parameters(place: 'path' | 'query', schema: z.ZodObject | undefined, schemas: Schemas): Json[] {
  return Object.entries(schema?.shape ?? {}).map(([name, field]) => {
    const { description, ...described } = schemas.of(field as z.ZodType, 'input');
    const required = place === 'path' || !z.safeParse(field, undefined).success;
    return { in: place, name, required, ...(description === undefined ? {} : { description }), schema: described };
  });
}

function requestBody(schema: z.ZodType, schemas: Schemas): Json {
  const required = !schema.safeParse(undefined).success;
  return { required, content: { 'application/json': { schema: schemas.of(schema, 'input') } } };
}

/** Those that follow from the parts of its request, and its own. */
function refusalStatuses(route: Route): number[] {
  const hasInput = pathParameters(route.path).length > 0 || route.query !== undefined || route.body !== undefined;
  const ofInput = hasInput ? [400] : [];
  const ofBody = route.body === undefined ? [] : [413, 415];
  return [...new Set([...ofInput, ...ofBody, ...(route.refusals ?? [])])].toSorted((a, b) => a - b);
}

function responseRef(status: number | 'default'): Json {
  return { $ref: `#/components/responses/${responseName(status)}` };
}

function responseName(status: number | 'default'): string {
  return status === 'default' ? 'Problem' : `Problem${status}`;
}

/** One for each status that a route names, and one for any other. */
function problemResponses(statuses: ReadonlySet<number>, schemas: Schemas): Record<string, Json> {
  const content = { [problemContentType]: { schema: schemas.of(problemDetailsSchema, 'output') } };
  const named = [...statuses]
    .toSorted((a, b) => a - b)
    .map(status => [responseName(status), titlesOf(status)] as const);
  const all = [...named, [responseName('default'), 'Any other refusal or failure'] as const];
  return Object.fromEntries(all.map(([name, description]) => [name, { description: `${description}.`, content }]));
}

function titlesOf(status: number): string {
  const kinds = Object.values(problemKinds).filter(kind => kind.status === status);
  return kinds.map(kind => kind.title).join('. ');
}

/** Turns zod schemas into JSON Schemas that refer to shared components. */
class Schemas {
  readonly components: Record<string, Json> = {};

  of(schema: z.ZodType, io: 'input' | 'output'): Json {
    // Inside another schema, so that one with an id of its own becomes a reference too.
    const wrapped = z.toJSONSchema(z.object({ schema }), { io, unrepresentable: 'any' });
    const { $defs = {}, properties = {} } = relocated(wrapped) as { $defs?: Json; properties?: Json };
    for (const [id, definition] of Object.entries($defs)) this.#add(id, definition as Json);
    return properties['schema'] as Json;
  }

  #add(id: string, definition: Json): void {
    const known = this.components[id];
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(definition)) {
      throw new Error(
        `Two different schemas are called "${id}", perhaps because one has defaults. Give one another id.`,
      );
    }
    this.components[id] = definition;
  }
}

function relocated(schema: object): object {
  return JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/$defs/', '"$ref":"#/components/schemas/')) as object;
}
