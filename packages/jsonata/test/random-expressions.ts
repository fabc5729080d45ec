import fc from 'fast-check';

// Few names, so that expressions and inputs meet.
const names = ['a', 'b', 'c', 'items', 'qty', 'name'];
const name = fc.constantFrom(...names, 'missing', '`__proto__`', '`constructor`');
const variable = fc.constantFrom('$', '$$', '$x', '$y', '$v', '$i');
const texts = ['', 'a', 'B', 'abc', 'a b  c', '12', '-3.5', 'x,y,z', '2026-01-31', 'qty', 'é😀', 'aaa'];
const numbers = ['0', '1', '2', '3', '0.5', '2.5', '10', '1e3', '0.1', '12345.678'];

/** JSON that holds the names the expressions ask for. */
export const randomInput: fc.Arbitrary<unknown> = fc.letrec(tie => ({
  scalar: fc.oneof(
    fc.integer({ min: -3, max: 12 }),
    fc.constantFrom(0.5, 2.5, 1e21, 1 / 3),
    fc.constantFrom(...texts),
    fc.boolean(),
    fc.constant(null),
  ),
  list: fc.oneof(
    fc.array(tie('object'), { maxLength: 4 }),
    fc.array(fc.integer({ min: -3, max: 12 }), { maxLength: 4 }),
    fc.array(fc.constantFrom(...texts), { maxLength: 4 }),
    fc.array(tie('value'), { maxLength: 3 }),
  ),
  object: fc
    .array(fc.tuple(fc.constantFrom(...names), tie('value')), { maxLength: 5 })
    .map(fields => Object.fromEntries(fields)),
  value: fc.oneof({ depthSize: 'small', withCrossShrink: true }, tie('scalar'), tie('list'), tie('object')),
  root: fc.oneof(
    { arbitrary: tie('object'), weight: 6 },
    { arbitrary: tie('list'), weight: 3 },
    { arbitrary: tie('scalar'), weight: 1 },
    { arbitrary: fc.constant(undefined), weight: 1 },
  ),
})).root;

/** What a function takes: kinds of expressions by letter; a capital stands for a lambda of that many parameters. */
const calls: [name: string, ...kinds: string[]][] = [
  ['sum', 'a'],
  ['count', 'e'],
  ['max', 'a'],
  ['min', 'a'],
  ['average', 'a'],
  ['string', 'e'],
  ['string', 'e', 'e'],
  ['substring', 's', 'n'],
  ['substring', 's', 'n', 'n'],
  ['substringBefore', 's', 's'],
  ['substringAfter', 's', 's'],
  ['lowercase', 's'],
  ['uppercase', 's'],
  ['length', 's'],
  ['trim', 's'],
  ['pad', 's', 'n'],
  ['pad', 's', 'n', 's'],
  ['contains', 's', 'p'],
  ['split', 's', 'p'],
  ['split', 's', 'p', 'n'],
  ['join', 'e'],
  ['join', 'e', 's'],
  ['match', 's', 'r'],
  ['match', 's', 'r', 'n'],
  ['replace', 's', 'p', 's'],
  ['replace', 's', 'p', 's', 'n'],
  ['replace', 's', 'r', '1'],
  ['number', 'e'],
  ['abs', 'n'],
  ['floor', 'n'],
  ['ceil', 'n'],
  ['round', 'n'],
  ['round', 'n', 'n'],
  ['power', 'n', 'n'],
  ['sqrt', 'n'],
  ['formatNumber', 'n', 'i'],
  ['formatBase', 'n', 'n'],
  ['formatInteger', 'n', 'I'],
  ['parseInteger', 's', 'I'],
  ['fromMillis', 'n'],
  ['fromMillis', 'n', 'D'],
  ['toMillis', 's'],
  ['toMillis', 's', 'D'],
  ['boolean', 'e'],
  ['not', 'e'],
  ['exists', 'e'],
  ['append', 'e', 'e'],
  ['sort', 'a'],
  ['sort', 'a', '2'],
  ['reverse', 'a'],
  ['distinct', 'a'],
  ['shuffle', 'a'],
  ['zip', 'a', 'a'],
  ['keys', 'e'],
  ['lookup', 'e', 's'],
  ['spread', 'e'],
  ['merge', 'e'],
  ['sift', 'o', '2'],
  ['each', 'o', '2'],
  ['map', 'a', '1'],
  ['map', 'a', '2'],
  ['map', 'a', '3'],
  ['filter', 'a', '1'],
  ['filter', 'a', '2'],
  ['single', 'a', '1'],
  ['reduce', 'a', '2'],
  ['reduce', 'a', '2', 'e'],
  ['reduce', 'a', '3', 'e'],
  ['type', 'e'],
  ['clone', 'o'],
  ['base64encode', 's'],
  ['base64decode', 's'],
  ['encodeUrl', 's'],
  ['encodeUrlComponent', 's'],
  ['decodeUrl', 's'],
  ['decodeUrlComponent', 's'],
  ['error', 's'],
  ['assert', 'e', 's'],
  ['now'],
  ['millis'],
  ['random'],
];

const regex = fc.constantFrom('/a/', '/[a-c]+/', '/(\\w)(\\d)?/', '/B/i', '/\\s+/', '/,/', '/^a.*$/', '/b*/', '/x|y/');
const numberPicture = fc.constantFrom('"#,##0.00"', '"0"', '"00.0#"', '"#0%"', '"0.0e0"', '"#;(#)"', '"x"');
const integerPicture = fc.constantFrom('"0"', '"000"', '"#,##0"', '"I"', '"i"', '"A"', '"w"', '"W;o"', '"Ww"', '"1;o"');
const datePicture = fc.constantFrom(
  '"[Y0001]-[M01]-[D01]"',
  '"[D1] [MNn] [Y]"',
  '"[H01]:[m01]:[s01]"',
  '"[FNn,*-3] [d] [W] [X]"',
  '"[h]:[m01] [P]"',
  '"[Z]"',
);

const binaryOperators = ['+', '-', '*', '/', '%', '&', '=', '!=', '<', '<=', '>', '>=', 'and', 'or', 'in', '??', '?:'];

const anyExpression: fc.Arbitrary<string> = fc.letrec(tie => {
  const part = (named: string) => tie(named) as fc.Arbitrary<string>;
  const e = part('expression');
  const join = (...parts: (string | fc.Arbitrary<string>)[]) =>
    fc.tuple(...parts.map(part => (typeof part === 'string' ? fc.constant(part) : part))).map(all => all.join(''));
  const listOf = (part: fc.Arbitrary<string>, minLength: number, maxLength: number) =>
    fc.array(part, { minLength, maxLength }).map(all => all.join(', '));
  const lambda = (parameters: string[]) => join(`function(${parameters.join(', ')}) { `, e, ' }');
  const textLiteral = fc.constantFrom(...texts).map(text => JSON.stringify(text));
  const pair = join(fc.oneof(textLiteral, join('$string(', part('step'), ')')), ': ', e);
  const kinds: Record<string, fc.Arbitrary<string>> = {
    e,
    s: fc.oneof(textLiteral, textLiteral, part('path'), join('$string(', e, ')'), e),
    n: fc.oneof(fc.constantFrom(...numbers), part('path'), join('-', fc.constantFrom(...numbers)), e),
    a: fc.oneof(part('path'), part('list'), e),
    o: fc.oneof(part('path'), part('object'), fc.constant('$')),
    p: fc.oneof(fc.constantFrom('" "', '","', '"a"', '""'), regex),
    r: regex,
    i: numberPicture,
    I: integerPicture,
    D: datePicture,
    1: fc.oneof(lambda(['$v']), fc.constantFrom('$string', '$uppercase', '$count', '$boolean'), e),
    2: lambda(['$v', '$i']),
    3: lambda(['$v', '$i', '$x']),
  };
  const call = fc.oneof(
    ...calls.map(([called, ...taken]) => {
      const parts = taken.flatMap((kind, index) => [index === 0 ? '' : ', ', kinds[kind] ?? e]);
      return join(`$${called}(`, ...parts, ')');
    }),
  );
  const predicate = fc.oneof(
    fc.constantFrom('[0]', '[1]', '[-1]', '[]', '[[0..1]]', '[$]', '[qty > 1]', '[name = "a"]', '[[0, -1]]'),
    join('[', e, ']'),
  );
  const ordering = join('^(', fc.constantFrom('', '>', '<'), e, ')');
  const binding = fc.constantFrom('@$v', '#$i', '@$v#$i', '#$i[$i < 2]', '@$v[$v.qty > 1]');
  return {
    step: fc.oneof(
      { arbitrary: name, weight: 12 },
      { arbitrary: fc.constantFrom('*', '**', '%', '$', '"name"'), weight: 2 },
      { arbitrary: join('(', e, ')'), weight: 1 },
      { arbitrary: part('object'), weight: 1 },
      { arbitrary: call, weight: 1 },
    ),
    path: fc
      .tuple(
        fc.oneof(name, name, variable, part('step'), part('list')),
        fc.array(
          fc.oneof(
            { arbitrary: join('.', part('step')), weight: 6 },
            { arbitrary: predicate, weight: 4 },
            { arbitrary: ordering, weight: 1 },
            { arbitrary: binding, weight: 1 },
          ),
          { maxLength: 4 },
        ),
        fc.option(join('{', listOf(pair, 1, 2), '}'), { nil: '', freq: 12 }),
      )
      .map(([first, rest, group]) => first + rest.join('') + group),
    list: fc.oneof(join('[', listOf(e, 0, 3), ']'), fc.constantFrom('[1..3]', '[3..1]', '[-1..1]', '[1, [2, 3]]')),
    object: join('{', listOf(pair, 0, 3), '}'),
    literal: fc.oneof(fc.constantFrom(...numbers), textLiteral, fc.constantFrom('true', 'false', 'null')),
    call,
    combined: fc.oneof(
      join('(', e, ' ', fc.constantFrom(...binaryOperators), ' ', e, ')'),
      join('-', part('path')),
      join('(', e, ' ? ', e, ' : ', e, ')'),
      join('(', e, ' ? ', e, ')'),
      join('(', fc.constantFrom('$x', '$y', '$v'), ' := ', e, '; ', e, ')'),
      join('(', e, ' ~> ', fc.constantFrom('$string', '$count', '$sum', '$keys', '$uppercase', '$reverse()'), ')'),
      join('(', e, ' ~> |', part('path'), '|', part('object'), fc.constantFrom('', ', "qty"', ', ["a", "b"]'), '|)'),
      join(lambda(['$v']), '(', e, ')'),
      join(lambda(['$v', '$i']), '(', e, ', ', e, ')'),
      join('function($v) { (', call, ')', predicate, ' }(', e, ')'),
      join('function($v)<', fc.constantFrom('s-', 'n', 'a<n>', 'x', 'o?', '(ns)', 'j'), '> { ', e, ' }(', e, ')'),
      join('$substring(?, 1, ', fc.constantFrom(...numbers), ')(', e, ')'),
      join(lambda(['$v', '$i']), '(?, ', e, ')(', e, ')'),
      join('($uppercase ~> $trim ~> $length)(', e, ')'),
      join('($f := function($v, $x) { $v <= 0 ? $x : $f($v - 1, ', e, ') }; $f(3, ', e, '))'),
      join('($f := function($v) { $v <= 0 ? 0 : [', e, ', $f($v - 1)] }; $f(3))'),
    ),
    expression: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      { arbitrary: part('literal'), weight: 3 },
      { arbitrary: variable, weight: 2 },
      { arbitrary: part('path'), weight: 8 },
      { arbitrary: call, weight: 4 },
      { arbitrary: part('combined'), weight: 4 },
      { arbitrary: part('list'), weight: 1 },
      { arbitrary: part('object'), weight: 2 },
    ),
  };
})['expression'] as fc.Arbitrary<string>;

/** Text of an expression, of the whole language but `$eval`. Mostly of kinds that fit together, sometimes not. */
export const randomExpression: fc.Arbitrary<string> = anyExpression.filter(text => !isOrderedByChance(text));

/** jsonata reads the keys of an order-by for each comparison, here they are read once: keys by chance are others. */
function isOrderedByChance(text: string): boolean {
  return text.includes('^(') && /\$(random|shuffle)\(/.test(text);
}
