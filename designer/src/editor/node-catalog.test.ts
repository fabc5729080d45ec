import { describe, expect, it } from 'vitest';
import { portsOf } from './node-catalog.ts';

const names = (node: Parameters<typeof portsOf>[0]) => portsOf(node).map(port => port.name);

describe('portsOf', () => {
  it('follows the config of a router', () => {
    const config = { routes: [{ port: 'acme', when: 'a' }], otherwise: 'port' };
    expect(names({ id: 'r', type: 'content-based-router', config })).toEqual(['acme', 'otherwise']);
  });

  it('keeps the ports of a router while a condition is being typed', () => {
    const config = { routes: [{ port: 'acme', when: '' }], otherwise: 'port' };
    expect(names({ id: 'r', type: 'content-based-router', config })).toEqual(['acme', 'otherwise']);
  });

  it('adds the error port where failures leave through it', () => {
    expect(names({ id: 's', type: 'http.request', onFailure: 'error-port' })).toEqual(['response', 'error']);
  });

  it('knows nothing of a type that is not there, and survives a config that is nonsense', () => {
    expect(names({ id: 'x', type: 'nobody.knows' })).toEqual([]);
    expect(names({ id: 'r', type: 'content-based-router', config: { routes: 7 } })).toEqual([]);
  });
});
