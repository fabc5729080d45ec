import { describe, expect, test } from 'vitest';
import { checkTypes } from './check-types.ts';
import { shapeOfSamples } from './from-samples.ts';
import { type JsonSchema, shapeOfSchema } from './from-schema.ts';
import { describe as inWords } from './shape.ts';

const orderSchema: JsonSchema = {
  type: 'object',
  required: ['no', 'status', 'lines', 'buyer'],
  properties: {
    no: { type: 'string' },
    note: { type: 'string' },
    status: { enum: ['open', 'closed'] },
    urgent: { type: 'boolean' },
    buyer: { $ref: '#/$defs/party' },
    seller: { $ref: '#/$defs/party' },
    tags: { type: 'array', items: { type: 'string' } },
    lines: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['sku', 'qty', 'price'],
        properties: {
          sku: { type: 'string' },
          qty: { type: 'number' },
          price: { type: 'string' },
          discount: { type: 'number' },
        },
      },
    },
  },
  $defs: {
    party: {
      type: 'object',
      required: ['name'],
      properties: {
        name: { type: 'string' },
        gln: { type: 'string' },
        codes: { type: 'array', items: { type: 'number' } },
      },
    },
  },
};
const input = shapeOfSchema(orderSchema);

const resultOf = (text: string) => inWords(checkTypes(text, { input }).result);

describe('what an expression gives', () => {
  test.each([
    ['no', 'text'],
    ['note', 'text ?'],
    ['lines', 'list of object'],
    ['lines.sku', 'text +'],
    ['lines.discount', 'number *'],
    ['lines[0].qty', 'number'],
    ['lines[3].qty', 'number ?'],
    ['lines[qty > 1]', 'object *'],
    ['lines[[0..1]].sku', 'text *'],
    ['lines.sku[]', 'list of text'],
    ['[lines.sku]', 'list of text'],
    ['[lines.sku][0]', 'text'],
    ['lines^(>qty).sku', 'text +'],
    ['lines.{ "a": qty }.a', 'number +'],
    ['lines{ sku: $sum(qty) }', 'object'],
    ['$lookup(lines{ sku: $sum(qty) }, "x")', 'number ?'],
    ['note ?? no', 'text'],
    ['note ?: lines[0].qty', 'text or number'],
    ['urgent ? 1', 'number ?'],
    ['urgent ? 1 : no', 'text or number'],
    ['$exists(note) ? note : no', 'text'],
    ['$not($exists(seller)) ? no : seller.name', 'text'],
    ['note != "" and $length(note) > 3', 'true or false'],
    ['$map(lines, function($l) { $number($l.price) * $l.qty })', 'number +'],
    ['$filter(lines, function($l) { $l.qty > 1 }).sku', 'text *'],
    ['$reduce(lines, function($sum, $l) { $sum + $l.qty }, 0)', 'number'],
    ['$sum(lines.(qty * $number(price)))', 'number'],
    ['lines@$l.buyer.{ "s": $l.sku, "b": name }.s', 'text +'],
    ['lines#$i.{ "i": $i + 1 }.i', 'number +'],
    ['lines.(%.no)', 'text +'],
    ['($f := function($n) { $n < 2 ? 1 : $n * $f($n - 1) }; $f(5))', 'number'],
    ['lines ~> $count', 'number'],
    ['$merge([buyer, { "no": no }]).no', 'text'],
    ['*', 'text or true or false or object *'],
    ['$split(no, "-")', 'list of text'],
    ['$keys(buyer)', 'text +'],
  ])('%s is %s', (text, wanted) => {
    expect(resultOf(text)).toBe(wanted);
  });

  test('follows from samples: what some of them do not have may be missing', () => {
    const sampled = shapeOfSamples([
      { a: 1, b: [{ c: 'x' }] },
      { a: null, b: [], d: true },
    ]);
    const give = (text: string) => inWords(checkTypes(text, { input: sampled }).result);
    expect([give('a'), give('b.c'), give('d'), give('b')]).toEqual([
      'number or null',
      'text *',
      'true or false ?',
      'list of object',
    ]);
  });

  test('can be asked for a part of the text', () => {
    const text = '{ "total": $sum(lines.qty) }';
    const start = text.indexOf('lines.qty');
    expect(inWords(checkTypes(text, { input }).at({ start, end: start + 9 }) ?? input)).toBe('number +');
  });

  test('is told for broken texts too', () => {
    expect(inWords(checkTypes('{ "a": no, "b": }', { input }).result)).toBe('object');
  });
});

describe('what goes wrong', () => {
  test.each([
    ['buyer.nme', 'unknown-path', 'nme', 'buyer.name'],
    ['lines.qty.value', 'unknown-path', 'value', undefined],
    ['lines.qty + 1', 'arithmetic', 'lines.qty', '$sum(lines.qty) + 1'],
    ['no * 2', 'arithmetic', 'no', '$number(no) * 2'],
    ['buyer.codes + 1', 'arithmetic', 'buyer.codes', '$sum(buyer.codes) + 1'],
    ['-no', 'arithmetic', 'no', '-$number(no)'],
    ['status = "opened"', 'comparison', 'status = "opened"', 'status = "open"'],
    ['status = "x"', 'comparison', 'status = "x"', undefined],
    ['lines[qty = "5"]', 'comparison', 'qty = "5"', 'lines[qty = 5]'],
    ['lines.qty > 5', 'comparison', 'lines.qty > 5', '(lines.qty)[0] > 5'],
    ['lines[price = 5]', 'comparison', 'price = 5', 'lines[$number(price) = 5]'],
    ['lines.sku = "A"', 'comparison', 'lines.sku = "A"', '"A" in lines.sku'],
    ['lines[price > 5]', 'comparison', 'price > 5', 'lines[$number(price) > 5]'],
    ['note = null', 'comparison', 'note = null', '$not($exists(note))'],
    ['note != null', 'comparison', 'note != null', '$exists(note)'],
    ['"new" in [status]', 'comparison', '"new" in [status]', undefined],
    ['$round(lines.qty)', 'argument', 'lines.qty', '$round((lines.qty)[0])'],
    ['$uppercase(lines.sku)', 'argument', 'lines.sku', '$uppercase((lines.sku)[0])'],
    ['$length(lines[0].qty)', 'argument', 'lines[0].qty', '$length($string(lines[0].qty))'],
    ['$sum(lines.price)', 'argument', 'lines.price', '$sum((lines.price).$number($))'],
    ['($f := function($x) { $x + 1 }; $f(no))', 'arithmetic', '$x', '($f := function($x) { $number($x) + 1 }; $f(no))'],
    ['function($x) { no + 1 }', 'arithmetic', 'no', 'function($x) { $number(no) + 1 }'],
  ])('in %s: %s at %s', (text, kind, place, fixed) => {
    const { findings } = checkTypes(text, { input });
    expect(findings.map(finding => [finding.kind, text.slice(finding.start, finding.end)])).toEqual([[kind, place]]);
    expect(applied(text, findings[0]?.fix)).toBe(fixed);
  });

  test.each([
    'lines[sku = "A"].qty + 1',
    '$number(lines[sku = "A"].price)',
    'note & " " & seller.gln',
    'lines.$string(qty)',
    '$max([0.01, lines[0].qty * 0.01])',
    '$anything.from.outside + 1',
    '$exists(seller) and seller.name != ""',
    '$distinct(lines.sku).($s := $; $$.lines[sku = $s])',
    '(lines ~> |$|{ "total": qty }|).total + 1',
    '$each(buyer, function($value, $name) { $name & $value })',
    '($step := function($n) { $n = 0 ? 0 : $step($n - 1) }; $step(3))',
  ])('is nothing in %s', text => {
    expect(checkTypes(text, { input }).findings).toEqual([]);
  });

  test('is said once, however often a function is called', () => {
    const text = '($f := function($x) { $x.nothing }; [$f(buyer), $f(buyer), $f(seller)])';
    expect(checkTypes(text, { input }).findings).toHaveLength(1);
  });
});

describe('a result without a target', () => {
  const sample = shapeOfSamples([{ lines: [{ sku: 'A', qty: 1, subs: [{ no: 1 }] }], tags: ['x'] }]);
  const found = (text: string) =>
    checkTypes(text, { input: sample }).findings.map(({ kind, start, end }) => [kind, text.slice(start, end)]);

  test.each([
    ['{ "rows": lines.{ "sku": sku } }', 'lines.{ "sku": sku }'],
    ['[{ "all": { "skus": lines.sku } }]', 'lines.sku'],
    ['{ "rows": [lines.{ "nos": subs.no }] }', 'subs.no'],
    ['{ "rows": $exists(tags) ? lines.sku : [] }', 'lines.sku'],
  ])('%s: points out the list that would be none', (text, part) => {
    expect(found(text)).toEqual([['sequence-into-list', part]]);
  });

  test.each([
    'lines.sku',
    'lines.{ "sku": sku }',
    '{ "rows": [lines.{ "sku": sku }], "same": lines, "kept": lines.sku[] }',
    '{ "first": lines[0].sku, "one": lines[sku = "A"].qty, "sum": $sum(lines.qty) }',
  ])('%s: is as it should be', text => {
    expect(found(text)).toEqual([]);
  });

  test('the fix makes it a list', () => {
    const text = '{ "rows": lines.sku }';
    const [finding] = checkTypes(text, { input: sample }).findings;
    expect(finding?.sentence).toBe('With one entry alone this becomes a single value, not a list.');
    expect(finding?.fix?.edits).toEqual([
      { start: 10, end: 10, text: '[' },
      { start: 19, end: 19, text: ']' },
    ]);
  });
});

describe('variables', () => {
  const found = (text: string) =>
    checkTypes(text, { input, variables: { headers: { shape: { any: true }, missing: false, several: 'no' } } })
      .findings;

  test.each([
    ['$haeders.x', 'Nothing sets $haeders: it has no value. Is $headers meant?', '$headers'],
    ['( $total := 1; $totl + 1 )', 'Nothing sets $totl: it has no value. Is $total meant?', '$total'],
    ['lines.$upercase', 'Nothing sets $upercase: it has no value. Is $uppercase meant?', '$uppercase'],
  ])('%s: is pointed out', (text, sentence, fix) => {
    expect(found(text)).toMatchObject([{ kind: 'unknown-variable', sentence, fix: { edits: [{ text: fix }] } }]);
  });

  test('one that nothing is like has no fix', () => {
    expect(found('$zzzzzz')).toMatchObject([{ sentence: 'Nothing sets $zzzzzz: it has no value.' }]);
    expect(found('$zzzzzz')[0]?.fix).toBeUndefined();
  });

  test.each([
    '$headers.x & $$.no & $.no',
    '( $f := function($a) { $a + $b }; $b := 1; $f(2) )',
    'lines@$l#$i.{ "n": $i, "s": $l.sku }',
    '$map(lines, function($l, $i) { $i })',
    '[1..3] ~> $map($string)',
    'lines.sku ~> $map(?, $uppercase)',
  ])('%s: sets what it uses', text => {
    expect(found(text)).toEqual([]);
  });

  test('are not looked for where others may be bound', () => {
    expect(checkTypes('$anything', { input }).findings).toEqual([]);
  });
});

describe('against a target', () => {
  const target = shapeOfSchema({
    type: 'object',
    required: ['id', 'items'],
    additionalProperties: false,
    properties: {
      id: { type: 'string' },
      count: { type: 'number' },
      state: { enum: ['O', 'C'] },
      items: {
        type: 'array',
        items: {
          type: 'object',
          required: ['key'],
          additionalProperties: false,
          properties: { key: { type: 'string' } },
        },
      },
    },
  });

  test.each([
    ['{ "id": no }', 'required-missing', '{ "id": no }', undefined],
    ['{ "id": note, "items": [] }', 'required-missing', 'note', '{ "id": note ?? "", "items": [] }'],
    [
      '{ "id": no, "items": lines.{ "key": sku } }',
      'sequence-into-list',
      'lines.{ "key": sku }',
      '{ "id": no, "items": [lines.{ "key": sku }] }',
    ],
    [
      '{ "id": no, "items": { "key": no } }',
      'sequence-into-list',
      '{ "key": no }',
      '{ "id": no, "items": [{ "key": no }] }',
    ],
    ['{ "id": lines.sku, "items": [] }', 'several-into-one', 'lines.sku', '{ "id": (lines.sku)[0], "items": [] }'],
    ['{ "id": no, "items": [], "counts": 1 }', 'unknown-target', '"counts"', '{ "id": no, "items": [], "count": 1 }'],
    [
      '{ "id": lines[0].qty, "items": [] }',
      'wrong-kind',
      'lines[0].qty',
      '{ "id": $string(lines[0].qty), "items": [] }',
    ],
    ['{ "id": no, "items": [], "state": "done" }', 'wrong-kind', '"done"', undefined],
    ['{ "id": no, "items": [], "state": "o" }', 'wrong-kind', '"o"', '{ "id": no, "items": [], "state": "O" }'],
    [
      '{ "id": no, "items": [lines.{ "key": qty }] }',
      'wrong-kind',
      'qty',
      '{ "id": no, "items": [lines.{ "key": $string(qty) }] }',
    ],
    ['{ "id": no, "items": [lines.{ "kei": sku, "key": sku }] }', 'unknown-target', '"kei"', undefined],
    [
      '{ "id": no, "items": [], "count": urgent ? "1" : 2 }',
      'wrong-kind',
      '"1"',
      '{ "id": no, "items": [], "count": urgent ? $number("1") : 2 }',
    ],
    ['lines', 'several-into-one', 'lines', '(lines)[0]'],
  ])('%s has %s at %s', (text, kind, place, fixed) => {
    const { findings } = checkTypes(text, { input, target });
    expect(findings.map(finding => [finding.kind, text.slice(finding.start, finding.end)])).toEqual([[kind, place]]);
    expect(applied(text, findings[0]?.fix)).toBe(fixed);
  });

  test('what perhaps gives several is only noted', () => {
    const { findings } = checkTypes('{ "id": lines[sku = "A"].sku ?? "", "items": [] }', { input, target });
    expect(findings.map(({ kind, severity }) => [kind, severity])).toEqual([['several-into-one', 'info']]);
  });

  test('a mapping that fits has no findings', () => {
    const text = '{ "id": note ?? no, "count": $count(lines), "items": [lines[qty > 0].{ "key": sku }] }';
    expect(checkTypes(text, { input, target }).findings).toEqual([]);
  });
});

function applied(text: string, fix: { edits: readonly { start: number; end: number; text: string }[] } | undefined) {
  return fix?.edits
    .toReversed()
    .reduce((done, { start, end, text: put }) => done.slice(0, start) + put + done.slice(end), text);
}
