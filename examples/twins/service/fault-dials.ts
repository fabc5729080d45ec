/** What a service may be told to do wrong. Everything is off at first. */
export interface FaultDials {
  /** Answers come this much later. */
  latencyMs: number;
  /** And up to this much more, drawn for each request. */
  latencyJitterMs: number;
  /** Every nth request is answered 429 with Retry-After: 1. 0: none. */
  status429Every: number;
  /** Every nth request is answered 500, 502 or 503. 0: none. */
  status5xxEvery: number;
  /** Share of requests answered 500, 502 or 503, 0 to 1. */
  status5xxRate: number;
  /** Share of requests whose connection is reset: before the work, after the work, or in the middle of the answer. */
  resetRate: number;
  /** Takes requests and never answers them. */
  silent: boolean;
  /** Share of the service's own documents that it sends twice at once. */
  duplicateRate: number;
  /** Share of the service's own documents that it holds back until a later one has overtaken them. */
  reorder: number;
}

export const noFaults: FaultDials = {
  latencyMs: 0,
  latencyJitterMs: 0,
  status429Every: 0,
  status5xxEvery: 0,
  status5xxRate: 0,
  resetRate: 0,
  silent: false,
  duplicateRate: 0,
  reorder: 0,
};

const kinds: Record<keyof FaultDials, 'milliseconds' | 'every' | 'rate' | 'switch'> = {
  latencyMs: 'milliseconds',
  latencyJitterMs: 'milliseconds',
  status429Every: 'every',
  status5xxEvery: 'every',
  status5xxRate: 'rate',
  resetRate: 'rate',
  silent: 'switch',
  duplicateRate: 'rate',
  reorder: 'rate',
};

const wanted = {
  milliseconds: 'a number of milliseconds from 0 to 600000',
  every: 'a whole number, 0 or more',
  rate: 'a share from 0 to 1',
  switch: 'true or false',
};

/** What is wrong with dials that came in as JSON, or the dials; those that are not named are off. */
export function readFaultDials(body: unknown): { dials: FaultDials } | { reasons: string[] } {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return { reasons: ['Send a JSON object such as {"latencyMs": 200}; {} turns every fault off.'] };
  }
  const reasons = Object.entries(body).flatMap(([name, value]) => {
    if (!isDial(name)) return [`There is no dial "${name}". The dials are ${Object.keys(noFaults).join(', ')}.`];
    return fits(name, value) ? [] : [`${name} is ${wanted[kinds[name]]}; it came as ${JSON.stringify(value)}.`];
  });
  return reasons.length > 0 ? { reasons } : { dials: { ...noFaults, ...body } };
}

function isDial(name: string): name is keyof FaultDials {
  return Object.hasOwn(kinds, name);
}

function fits(name: keyof FaultDials, value: unknown): boolean {
  const kind = kinds[name];
  if (kind === 'switch') return typeof value === 'boolean';
  if (typeof value !== 'number' || !(value >= 0)) return false;
  if (kind === 'every') return Number.isSafeInteger(value);
  return value <= (kind === 'rate' ? 1 : 600_000);
}
