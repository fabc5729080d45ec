import { describe, expect, test } from 'vitest';
import { noFaults, readFaultDials } from './fault-dials.ts';
import { fateOf, type Fate } from './fate.ts';

function fates(dials: Partial<typeof noFaults>, count = 1000, seed = 1): Fate[] {
  return Array.from({ length: count }, (_, index) => fateOf({ ...noFaults, ...dials }, seed, 'erp', index + 1));
}

const endings = (of: Fate[]) => of.map(({ ending }) => ending);
const share = (of: Fate[], ending: (name: string) => boolean) => endings(of).filter(ending).length / of.length;

describe('the fate of requests', () => {
  test('is good when no dial is turned', () => {
    expect(new Set(endings(fates({})))).toEqual(new Set(['answered']));
  });

  test('repeats with the seed, and is another with another seed', () => {
    const dials = { status5xxRate: 0.3, resetRate: 0.2, latencyJitterMs: 50 };
    expect(fates(dials)).toEqual(fates(dials));
    expect(fates(dials, 1000, 2)).not.toEqual(fates(dials));
  });

  test('throttles or fails every nth request', () => {
    expect(endings(fates({ status429Every: 3 }, 6))).toEqual([
      'answered',
      'answered',
      'throttled',
      'answered',
      'answered',
      'throttled',
    ]);
    expect(endings(fates({ status5xxEvery: 2 }, 4))).toEqual(['answered', 'failed', 'answered', 'failed']);
  });

  test('fails and resets about the share that was asked for', () => {
    expect(share(fates({ status5xxRate: 0.25 }), ending => ending === 'failed')).toBeCloseTo(0.25, 1);
    expect(share(fates({ resetRate: 0.5 }), ending => ending.startsWith('reset-'))).toBeCloseTo(0.5, 1);
    expect(new Set(endings(fates({ resetRate: 1 })))).toEqual(
      new Set(['reset-before-work', 'reset-after-work', 'reset-mid-answer']),
    );
  });

  test('is delayed by the latency and up to the jitter', () => {
    const delays = fates({ latencyMs: 100, latencyJitterMs: 50 }).map(({ delayMs }) => delayMs);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(100);
    expect(Math.max(...delays)).toBeLessThan(150);
    expect(new Set(delays).size).toBeGreaterThan(30);
  });

  test('turning one dial does not move what another one does', () => {
    const plain = endings(fates({ status5xxRate: 0.2 })).map(ending => ending === 'failed');
    const withResets = endings(fates({ status5xxRate: 0.2, resetRate: 0.5 })).map(ending => ending === 'failed');
    expect(withResets).toEqual(plain);
  });
});

describe('dials', () => {
  test('that are not named are off', () => {
    expect(readFaultDials({ latencyMs: 5 })).toEqual({ dials: { ...noFaults, latencyMs: 5 } });
  });

  test('are refused with every reason at once', () => {
    expect(readFaultDials({ latencyMs: -1, status429Every: 1.5, resetRate: 2, silent: 'yes', loud: 1 })).toEqual({
      reasons: [
        'latencyMs is a number of milliseconds from 0 to 600000; it came as -1.',
        'status429Every is a whole number, 0 or more; it came as 1.5.',
        'resetRate is a share from 0 to 1; it came as 2.',
        'silent is true or false; it came as "yes".',
        'There is no dial "loud". The dials are latencyMs, latencyJitterMs, status429Every, status5xxEvery, status5xxRate, resetRate, silent, duplicateRate, reorder.',
      ],
    });
    expect(readFaultDials([])).toHaveProperty('reasons');
  });
});
