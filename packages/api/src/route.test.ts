import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { apiRoutes } from './api-routes.ts';
import { permissions } from './permissions.ts';
import { pathParameters, type Route, route } from './route.ts';

const routes: [string, Route][] = Object.values(apiRoutes).flatMap(resource => Object.entries(resource));

describe('route', () => {
  it('refuses a path whose parameters are not the declared ones', () => {
    const declare = (path: `/${string}`, params: z.ZodObject) => () =>
      route({ method: 'get', path, summary: 'x', permission: 'public', params, response: z.object({}) });
    expect(declare('/a/{id}', z.object({ id: z.string() }))).not.toThrow();
    expect(declare('/a/{id}', z.object({ name: z.string() }))).toThrow(/has the parameters "id", but "name"/);
    expect(declare('/a', z.object({ id: z.string() }))).toThrow(/has the parameters "", but "id"/);
  });

  it('finds the parameters of a path', () => {
    expect(pathParameters('/api/flows/{id}/versions/{version}')).toEqual(['id', 'version']);
  });
});

describe('the routes of the API', () => {
  it('have names, and pairs of method and path, of their own', () => {
    const names = routes.map(([name]) => name);
    const places = routes.map(([, { method, path }]) => `${method} ${path.replaceAll(/\{\w+\}/g, '{}')}`);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(places).size).toBe(places.length);
  });

  it.each(routes)('%s names a permission, and only what changes nothing is public', (_, { method, permission }) => {
    expect(permissions).toContain(permission);
    expect(permission === 'public' && method !== 'get').toBe(false);
  });

  it.each(routes)('%s takes no body when it is read, and is refused when a named thing is not there', (_, declared) => {
    expect(declared.method === 'get' && declared.body !== undefined).toBe(false);
    expect(declared.params === undefined || declared.method === 'put' || declared.refusals?.includes(404)).toBe(true);
  });

  it.each(routes)('%s refuses query parameters that it does not know', (_, { query }) => {
    expect(query?.safeParse({ unheardOf: '1' }).success ?? false).toBe(false);
  });
});
