import { errorCodes } from '@lineshaft/flow';
import { describe, expect, it } from 'vitest';
import { explainError, failingPath } from './explain-error.ts';

describe('a failure, explained', () => {
  it('says what happened and what to do, with the words of the runtime and the answer of the other side', () => {
    const explained = explainError({
      code: 'target-rejected',
      message: 'The portal answered 422.',
      details: { answer: 'No such supplier', status: 422 },
    });
    expect(explained).toMatchObject({
      what: 'The other system refused the document.',
      message: 'The portal answered 422.',
      answer: 'No such supplier',
      faults: [],
    });
    expect(explained.todo).toContain('Read its answer.');
  });

  it.each(errorCodes)('has sentences for %s', code => {
    const { what, todo } = explainError({ code, message: '' });
    expect(what).toMatch(/^[A-Z].+\.$/);
    expect(todo).toMatch(/^[A-Z].+\.$/);
  });

  it('lists the places that are named, and passes over what is no fault', () => {
    const details = {
      faults: [{ path: '/lines/0/unit', message: 'must be H87' }, { message: 'is odd' }, 'prose', null],
    };
    const failure = { code: 'document-invalid', message: 'It does not fit.', details } as const;
    expect(explainError(failure).faults).toEqual([
      { path: '/lines/0/unit', message: 'must be H87' },
      { path: '', message: 'is odd' },
    ]);
    expect(failingPath(failure)).toBe('/lines/0/unit');
  });

  it('has no answer and no place where none was kept', () => {
    expect(explainError({ code: 'timeout', message: '', details: { answer: '', faults: 'many' } })).toMatchObject({
      answer: undefined,
      faults: [],
    });
    expect([failingPath(null), failingPath({ code: 'timeout', message: '' })]).toEqual([undefined, undefined]);
  });
});
