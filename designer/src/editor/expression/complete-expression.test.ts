import { functionNames } from '@lineshaft/jsonata';
import { describe, expect, it } from 'vitest';
import { completeExpression, completeTemplate } from './complete-expression.ts';
import { functionTexts } from './function-texts.ts';
import type { Surroundings } from './known-input.ts';

const order: Surroundings = {
  input: {
    from: 'sample',
    contentType: 'application/json',
    headers: { 'x-order': '7' },
    body: { orderNo: '45', 'ship to': { city: 'Ulm' }, lines: [{ sku: 'A', qty: 2 }] },
  },
  variables: ['reply'],
  worksOnBody: true,
};

/** `|` is the caret. */
function complete(marked: string, surroundings = order, isAsked = false) {
  const at = marked.indexOf('|');
  return completeExpression(marked.replace('|', ''), at, surroundings, isAsked);
}

const labels = (marked: string) => complete(marked)?.options.map(({ label }) => label) ?? [];
const insertOf = (marked: string, label: string) =>
  complete(marked)?.options.find(option => option.label === label)?.insert;

describe('completing an expression', () => {
  it.each([
    ['li|', ['orderNo', 'ship to', 'lines']],
    ['lines.|', ['sku', 'qty']],
    ['lines.s|ku & "x"', ['sku', 'qty']],
    ['lines[q| > 1]', ['sku', 'qty']],
    ['{ "a": orderNo, "rows": [lines.{ "sku": s| }] }', ['sku', 'qty']],
    ['lines.{ "sku": s|', ['sku', 'qty']],
    ['$map(lines, function($line) { $line.| })', ['sku', 'qty']],
    ['$sum(lines.|)', ['sku', 'qty']],
    ['`ship to`.|', ['city']],
    ['( $first := lines[0]; $first.| )', ['sku', 'qty']],
    ['{ "a": or|\n  "b": 1 }', ['orderNo', 'ship to', 'lines']],
    ['$headers.|', ['x-order']],
  ])('%s: suggests the fields that are there', (marked, expected) => {
    expect(labels(marked)).toEqual(expected);
  });

  it('says what each field is, and takes the whole word', () => {
    const found = complete('li|nes.sku');
    expect(found).toMatchObject({ from: 0, to: 5 });
    expect(found?.options.at(-1)).toMatchObject({ label: 'lines', detail: 'list of object' });
  });

  it('puts names that need it in quotes, and writes a whole field where a name is asked for', () => {
    expect(insertOf('shi|', 'ship to')).toBe('`ship to`');
    expect(insertOf('{ or| }', 'orderNo')).toBe('"orderNo": orderNo');
    expect(insertOf('{ or|: 1 }', 'orderNo')).toBe('"orderNo"');
  });

  it('suggests variables, the nearest first, and then functions with what they do', () => {
    const found = labels('( $total := 1; $map(lines, function($line) { $| }) )');
    expect(found.slice(0, 7)).toEqual([
      '$line',
      '$total',
      '$reply',
      '$headers',
      '$contentType',
      '$messageId',
      '$correlationId',
    ]);
    expect(complete('$su|')?.options.find(({ label }) => label === '$sum')).toEqual({
      label: '$sum',
      kind: 'function',
      detail: '(numbers)',
      info: 'All numbers added up.',
      insert: '$sum(${})',
    });
    expect(insertOf('$su|(lines.qty)', '$sum')).toBe('$sum');
    expect(labels('lines@$l#$i.{ "n": $| }').slice(0, 2)).toEqual(['$i', '$l']);
  });

  it('does not suggest a variable where it cannot be seen', () => {
    expect(labels('( $f := function($inside) { 1 }; $| )')).not.toContain('$inside');
  });

  it.each(['"li|"', '/* li| */ 1', '12|', '|', 'orderNo |', '$match(orderNo, /li|/)'])('%s: keeps quiet', marked => {
    expect(complete(marked)).toBeUndefined();
  });

  it('suggests everything where it is asked to', () => {
    const found = complete('|', order, true)?.options.map(({ label }) => label);
    expect(found).toEqual(expect.arrayContaining(['orderNo', '$headers', '$sum']));
  });

  it('has functions and variables, but no fields, when the input is not known', () => {
    const unknown = { input: undefined, variables: [], worksOnBody: true };
    expect(complete('li|', unknown)).toBeUndefined();
    expect(complete('$hea|', unknown)?.options.map(({ label }) => label)).toContain('$headers');
  });
});

describe('completing a template', () => {
  const found = (marked: string) => {
    const at = marked.indexOf('|');
    return completeTemplate(marked.replace('|', ''), at, order, false);
  };

  it('goes on between the braces', () => {
    expect(found('/orders/{{ orderNo }}/{{ lines.s| }}')).toMatchObject({
      from: 31,
      to: 32,
      options: [{ label: 'sku' }, { label: 'qty' }],
    });
    expect(found('/orders/{{or|')).toMatchObject({ from: 10, to: 12 });
  });

  it.each(['/or|ders/{{ orderNo }}', '/orders/{{ orderNo }}/li|', '{|', '|'])('%s: keeps quiet', marked => {
    expect(found(marked)).toBeUndefined();
  });
});

it('every function has a text, and every text a function', () => {
  expect(Object.keys(functionTexts).toSorted()).toEqual(functionNames);
});
