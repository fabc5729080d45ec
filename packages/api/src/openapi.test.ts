import { describe, expect, it } from 'vitest';
import { apiRoutes } from './api-routes.ts';
import { openApi } from './openapi.ts';
import { problemKinds } from './problem.ts';
import { pathParameters } from './route.ts';

const document = openApi(apiRoutes);

type Json = Record<string, unknown>;
interface Operation {
  operationId: string;
  summary: string;
  tags: string[];
  parameters: { in: string; name: string; required: boolean; schema: Json }[];
  requestBody?: { required: boolean; content: Record<string, { schema: Json }> };
  responses: Record<string, { $ref?: string; description?: string; content?: Record<string, { schema: Json }> }>;
}

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    path,
    method,
    operation: operation as unknown as Operation,
  })),
);
const byId = new Map(operations.map(each => [each.operation.operationId, each.operation]));

function operationOf(id: string): Operation {
  const found = byId.get(id);
  if (found === undefined) throw new Error(`No operation ${id}.`);
  return found;
}

/** Every object in the document, with its place. */
function* objectsIn(value: unknown, at = '#'): Generator<[string, Json]> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield [at, value as Json];
  for (const [key, field] of Object.entries(value)) yield* objectsIn(field, `${at}/${key}`);
}

const resolve = (reference: string): unknown =>
  reference
    .slice(2)
    .split('/')
    .reduce<unknown>((value, key) => (value as Json | undefined)?.[key], document);

describe('the OpenAPI document', () => {
  it('is plain JSON with one operation for each route', () => {
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
    expect(document.openapi).toBe('3.1.1');
    const routes = Object.values(apiRoutes).flatMap(resource => Object.keys(resource));
    expect([...byId.keys()].toSorted()).toEqual(routes.toSorted());
    expect(operations).toHaveLength(routes.length);
  });

  it('resolves every reference within itself, and shares no schema ids with the outside', () => {
    const references = [...objectsIn(document)].filter(([, object]) => typeof object['$ref'] === 'string');
    expect(references.length).toBeGreaterThan(20);
    for (const [, { $ref }] of references) expect(resolve($ref as string)).toBeTypeOf('object');
    expect([...objectsIn(document)].some(([, object]) => '$defs' in object || '$schema' in object)).toBe(false);
  });

  it('uses every component', () => {
    const text = JSON.stringify(document);
    for (const [kind, components] of Object.entries(document.components)) {
      for (const name of Object.keys(components)) expect(text).toContain(`"#/components/${kind}/${name}"`);
    }
  });

  it.each(operations)('describes $method $path', ({ path, operation }) => {
    expect(operation.tags).toHaveLength(1);
    expect(operation.summary).not.toBe('');
    const inPath = operation.parameters.filter(parameter => parameter.in === 'path');
    expect(inPath.map(parameter => parameter.name)).toEqual(pathParameters(path));
    expect(inPath.every(parameter => parameter.required)).toBe(true);
    const names = operation.parameters.map(parameter => `${parameter.in} ${parameter.name}`);
    expect(new Set(names).size).toBe(names.length);
    for (const parameter of operation.parameters) expect(parameter.schema).toHaveProperty('type');
  });

  it.each(operations)('answers every failure of $method $path as problem details', ({ path, operation }) => {
    const statuses = Object.keys(operation.responses);
    expect(statuses).toContain('default');
    for (const [status, response] of Object.entries(operation.responses)) {
      const { content = {} } = (response.$ref === undefined ? response : resolve(response.$ref)) as typeof response;
      const isGood = status.startsWith('2');
      const good = path.endsWith('/live') && path.startsWith('/api/') ? 'text/event-stream' : 'application/json';
      expect(Object.keys(content)).toEqual([isGood ? good : 'application/problem+json']);
      expect(
        isGood || content['application/problem+json']?.schema['$ref'] === '#/components/schemas/ProblemDetails',
      ).toBe(true);
    }
  });

  it('tells which parts may be left out', () => {
    expect(operationOf('publishFlow').requestBody?.required).toBe(false);
    expect(operationOf('saveFlow').requestBody?.required).toBe(true);
    const limit = operationOf('listExecutions').parameters.find(parameter => parameter.name === 'limit');
    expect(limit).toMatchObject({
      required: false,
      schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
    });
  });

  it('lists the refusals that follow from a request, and a route its own', () => {
    expect(Object.keys(operationOf('publishFlow').responses)).toEqual([
      '200',
      '400',
      '404',
      '409',
      '413',
      '415',
      '422',
      'default',
    ]);
    expect(Object.keys(operationOf('getLiveness').responses)).toEqual(['200', 'default']);
    expect(Object.keys(operationOf('reprocessExecution').responses)).toContain('202');
  });

  it('describes each problem response by the titles of its status', () => {
    const { Problem409: conflict, Problem: other } = document.components.responses;
    expect(conflict?.['description']).toContain(problemKinds.conflict.title);
    expect(other?.['description']).toBe('Any other refusal or failure.');
  });
});
