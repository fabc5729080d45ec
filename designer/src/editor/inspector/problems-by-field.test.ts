import type { Problem } from '@lineshaft/flow';
import { describe, expect, it } from 'vitest';
import { problemsByField } from './problems-by-field.ts';

const problem = (path: string, message: string): Problem => ({
  path,
  message,
  severity: 'error',
  code: 'config-invalid',
});

describe('the places of problems in a form', () => {
  it('puts those of a field below it and keeps the others together', () => {
    const circle = problem('/edges/3', 'These run in a circle.');
    const unreachable = problem('/nodes/2', 'Nothing leads here.');
    const { fields, rest } = problemsByField([
      problem('/nodes/2/connection', 'There is no such connection.'),
      problem('/nodes/2/name', 'One.'),
      problem('/nodes/2/name', 'Two.'),
      circle,
      unreachable,
    ]);
    expect(fields).toEqual({ connection: 'There is no such connection.', name: 'One. Two.' });
    expect(rest).toEqual([circle, unreachable]);
  });

  it('leaves out what the form of the config says itself', () => {
    const { fields, rest } = problemsByField([
      problem('/nodes/2/config/url', 'Is missing.'),
      problem('/nodes/2/retry/attempts', 'Must be at least 1.'),
    ]);
    expect({ fields, rest }).toEqual({ fields: {}, rest: [] });
  });
});
