import type { NodeRun } from '@lineshaft/api';
import { describe, expect, it } from 'vitest';
import { layOutWaterfall } from './waterfall-layout.ts';

const acceptedAt = '2026-11-25T08:00:00.000Z';

describe('the waterfall of node runs', () => {
  it('lays attempts out in time, from acceptance to the last end', () => {
    const { rows, folds, durationMs } = layOutWaterfall({
      acceptedAt,
      nodeRuns: [attempt(1, 1, 0, 40), attempt(2, 1, 50, 50)],
      pending: [],
    });
    expect(rows.map(({ start, width }) => [start, width])).toEqual([
      [0, 0.4],
      [0.5, 0.5],
    ]);
    expect(folds).toEqual([]);
    expect(durationMs).toBe(100);
  });

  it('folds long pauses, so that attempts an hour apart can both be seen', () => {
    const hour = 3_600_000;
    const { rows, folds, durationMs } = layOutWaterfall({
      acceptedAt,
      nodeRuns: [attempt(1, 1, 0, 100), attempt(1, 2, hour, 100)],
      pending: [],
    });
    expect(rows.every(({ width }) => width > 0.4)).toBe(true);
    expect(folds).toHaveLength(1);
    expect(folds[0]?.durationMs).toBe(hour - 100);
    expect((rows[0]?.width ?? 0) + (folds[0]?.width ?? 0)).toBeCloseTo(rows[1]?.start ?? 0);
    expect(durationMs).toBe(hour + 100);
  });

  it('keeps every place within the drawing, also with clocks apart and attempts that took no time', () => {
    const { rows } = layOutWaterfall({
      acceptedAt,
      nodeRuns: [attempt(1, 1, -20, 0), attempt(2, 1, 0, 0)],
      pending: [],
    });
    for (const { start, width } of rows) {
      expect(start).toBeGreaterThanOrEqual(0);
      expect(start + width).toBeLessThanOrEqual(1);
    }
  });

  it('puts what is still to do at the end, by the name of its node', () => {
    const pending = [{ run: 2, nodeId: 'send', attempt: 1, dueAt: null, dead: true, held: false }];
    const { rows } = layOutWaterfall({ acceptedAt, nodeRuns: [], pending }, new Map([['send', 'Send order']]));
    expect(rows).toEqual([
      { key: '2.due', run: 2, nodeId: 'send', nodeName: 'Send order', start: 1, width: 0, pending: pending[0] },
    ]);
  });
});

function attempt(run: number, number: number, fromMs: number, durationMs: number): NodeRun {
  return {
    run,
    nodeId: 'send',
    nodeName: 'Send',
    nodeType: 'http.request',
    attempt: number,
    undoes: null,
    state: 'succeeded',
    startedAt: new Date(Date.parse(acceptedAt) + fromMs).toISOString(),
    durationMs,
    error: null,
    input: { headers: {}, contentType: 'application/json', size: 0, truncated: false, fromRun: null, port: null },
    outputs: [],
  };
}
