import { describe, expect, it } from 'vitest';
import { layOut } from './lay-out.ts';

const box = (id: string) => ({ id, width: 200, height: 50 });

describe('the layout', () => {
  it('places nodes from left to right along the edges, apart from each other', () => {
    const places = layOut({
      boxes: ['a', 'b', 'c', 'alone'].map(box),
      edges: [
        { from: 'a', port: 0, to: 'b' },
        { from: 'a', port: 0, to: 'c' },
        { from: 'a', port: 0, to: 'gone' },
      ],
    });
    const [a, b, c] = ['a', 'b', 'c'].map(id => places.get(id)!);
    expect(b!.x).toBeGreaterThanOrEqual(a!.x + 200);
    expect(c!.x).toBe(b!.x);
    expect(Math.abs(b!.y - c!.y)).toBeGreaterThanOrEqual(50);
    expect(places.has('alone')).toBe(true);
  });

  it.each([
    ['as they were drawn', ['first', 'second', 'third', 'fourth']],
    ['whatever was drawn first', ['third', 'first', 'fourth', 'second']],
  ])('stacks what follows a router in the order of its ports, %s', (_, drawn) => {
    const ports = ['first', 'second', 'third', 'fourth'];
    const places = layOut({
      boxes: ['router', ...drawn, 'last'].map(box),
      edges: drawn.flatMap(id => [
        { from: 'router', port: ports.indexOf(id), to: id },
        { from: id, port: 0, to: 'last' },
      ]),
    });
    expect(ports.toSorted((a, b) => places.get(a)!.y - places.get(b)!.y)).toEqual(ports);
  });

  it('lets an edge that passes a rank pass on the side of its port', () => {
    const nearWhenPassingThrough = (port: number) =>
      layOut({
        boxes: ['router', 'near', 'next', 'far'].map(box),
        edges: [
          { from: 'router', port, to: 'far' },
          { from: 'router', port: 1, to: 'near' },
          { from: 'near', port: 0, to: 'next' },
          { from: 'next', port: 0, to: 'far' },
        ],
      }).get('near')!.y;
    expect(nearWhenPassingThrough(0)).toBeGreaterThan(nearWhenPassingThrough(2));
  });

  it('stands a cycle of edges', () => {
    const places = layOut({
      boxes: ['a', 'b'].map(box),
      edges: [
        { from: 'a', port: 0, to: 'b' },
        { from: 'b', port: 1, to: 'a' },
      ],
    });
    expect(places.get('a')!.x).not.toBe(places.get('b')!.x);
  });
});
