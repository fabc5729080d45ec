import { describe, expect, test } from 'vitest';
import { thrownBy } from '../test/thrown-by.ts';
import { checkTemplate, compileTemplate, insertionsOf } from './template.ts';

const order = { poNumber: '45/17 ä', total: 0.1 + 0.2, open: true, lines: [1, 2], gap: null };

describe('templates', () => {
  test('insert texts, numbers and true or false', () => {
    const template = compileTemplate('PO {{ poNumber }}: {{total}} {{ open }} {{ 1000000 }} {{ $sum(lines) }}.');
    expect(template.evaluate(order)).toBe('PO 45/17 ä: 0.3 true 1000000 3.');
    expect(template.fixed).toBe(false);
  });

  test('encode what is inserted and nothing else', () => {
    const template = compileTemplate('https://erp.example/a b/{{ poNumber }}?x={{ "1&2" }}', {
      encode: encodeURIComponent,
    });
    expect(template.evaluate(order)).toBe('https://erp.example/a b/45%2F17%20%C3%A4?x=1%262');
  });

  test('may hold braces inside an expression', () => {
    const template = compileTemplate('{{ {"a":{"b":"}}"}}.a.b }}|{{"{{"}}|{{ ({"x":{"y":1}}).x.y}}');
    expect(template.evaluate(order)).toBe('}}|{{|1');
  });

  test('without an expression are fixed', () => {
    const template = compileTemplate('plain } text');
    expect(template.fixed).toBe(true);
    expect(template.evaluate(undefined)).toBe('plain } text');
  });

  test('use bindings and the clock', () => {
    const template = compileTemplate('{{ $headers.plant }}-{{ $millis() }}');
    expect(template.evaluate(null, { bindings: { headers: { plant: 'DE01' } }, clock: 5 })).toBe('DE01-5');
  });

  test.each([
    ['a {{ nothing }}', 'L2002', '{{ nothing }} has no value here.'],
    ['a {{gap}}', 'L2002', '{{ gap }} has no value here.'],
    ['a {{ lines }}', 'L2003', '{{ lines }} gives a list'],
    ['a {{ {"b": 1} }}', 'L2003', 'gives an object'],
  ])('%s cannot become text', (text, code, message) => {
    const failure: unknown = thrownBy(() => compileTemplate(text).evaluate(order));
    expect(failure).toMatchObject({
      code,
      kind: 'failed',
      line: 1,
      column: text.indexOf('{{') + (text.includes('{{ ') ? 4 : 3),
    });
    expect(String(failure)).toContain(message);
  });

  test('errors count from the start of the template', () => {
    const text = 'https://erp.example/\n{{ poNumber - 1 }}';
    expect(thrownBy(() => compileTemplate(text).evaluate(order))).toMatchObject({
      code: 'T2001',
      line: 2,
      column: 13,
      excerpt: '{{ poNumber - 1 }}\n            ^',
    });
    expect(checkTemplate('ab {{ 1 + }} c')).toMatchObject({ kind: 'invalid', code: 'S0207', column: 11 });
    expect(checkTemplate('ab {{ 1 ')).toMatchObject({ kind: 'invalid', code: 'L2001', column: 4 });
    expect(checkTemplate('ab {{ 1 }}')).toBeUndefined();
  });

  test('an empty expression is refused', () => {
    expect(checkTemplate('ab {{ }}')).toMatchObject({ kind: 'invalid', code: 'S0207' });
  });
});

test('the expressions in a template are found where they stand', () => {
  expect(insertionsOf('/a/{{ b }}{{{"c":1}.c}}')).toEqual([
    { text: ' b ', offset: 5 },
    { text: '{"c":1}.c', offset: 12 },
  ]);
  expect(insertionsOf('/a')).toEqual([]);
});
