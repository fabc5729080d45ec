import { describe, expect, test } from 'vitest';
import { type AstNode, origin } from '../ast.ts';
import { parse } from './parse.ts';
import { type SyntaxPart, isToken, partsOf, tokensOf } from './syntax.ts';

const mapping = `/* order */
{
  "no":  number ,   // not a comment: two divisions
  'lines': [lines[qty > 0].{ "sku": \`article no\` ?? "none" }] /* all */
}
`;

describe('the tree', () => {
  test('holds every character of the text once, spacing and comments too', () => {
    for (const text of ['', ' ', mapping, 'a b', '[1, 2', '"open', '((((', 'x /* open', '}{', 'f(a,,b;c']) {
      expect(written(text)).toBe(text);
    }
  });

  test('has the exact range of every node', () => {
    const text = ' a.b[ c = 1 ] ?? ( d ; e ) ';
    const { tree } = parse(text);
    expect(tree.root.kind).toBe('coalesce');
    expect(shown(text, tree.root)).toBe('a.b[ c = 1 ] ?? ( d ; e )');
    expect(partsOf(tree.root).map(part => shown(text, part))).toEqual(['a.b[ c = 1 ]', '??', '( d ; e )']);
  });

  test('has ?? and ?: as nodes of their own', () => {
    expect(parse('a ?? b').tree.root.kind).toBe('coalesce');
    expect(parse('a ?: b').tree.root.kind).toBe('elvis');
    expect(parse('a ? b : c').tree.root.kind).toBe('condition');
  });

  test('keeps comments before the token that follows them', () => {
    const text = '{ /* the key */ "a": 1 }';
    const key = [...tokensOf(parse(text).tree)].find(({ value }) => value === 'a');
    expect(text.slice(key?.from, key?.start)).toBe(' /* the key */ ');
  });
});

describe('the AST', () => {
  test('has a way back to the text for every node', () => {
    const text = 'order.lines[qty > 0]{ sku: $sum(qty) }';
    expect(origins(text, parse(text).ast)).toEqual([
      'path order.lines[qty > 0]{ sku: $sum(qty) }',
      'name order',
      'name lines',
      'filter lines[qty > 0]',
      'binary qty > 0',
      'path qty',
      'name qty',
      'number 0',
      'path sku',
      'name sku',
      'function $sum(qty)',
      'path qty',
      'name qty',
      'variable $sum',
    ]);
  });

  test('of a folded minus covers the minus', () => {
    const { ast } = parse('- 5');
    expect(ast).toMatchObject({ type: 'number', value: -5 });
    expect(ast[origin]).toMatchObject({ start: 0, end: 3 });
  });

  test('shows no more fields than that of jsonata', () => {
    expect(JSON.stringify(parse('a').ast)).toBe('{"type":"path","steps":[{"value":"a","type":"name","position":1}]}');
  });
});

describe('a broken text', () => {
  const problemsOf = (text: string) =>
    parse(text).problems.map(({ code, start, end }) => [code, text.slice(start, end)]);

  test('has each problem where it is', () => {
    expect(problemsOf('{ "a": , "b": 1e999, "c": (2 }')).toEqual([
      ['S0211', ','],
      ['S0102', '1e999'],
      ['S0202', '}'],
    ]);
    expect(problemsOf('a.{ "x" 1 }')).toEqual([['S0202', '1']]);
    expect(problemsOf('a.d{e: f}{g: h}')).toEqual([['S0210', '{g: h}']]);
    expect(problemsOf('a + ')).toEqual([['S0207', '']]);
  });

  test('keeps the fields around the broken one', () => {
    const { tree } = parse('{ "a": 1, "b": $sum(x y), "c": = 2, "d": z }');
    if (tree.root.kind !== 'object') throw new Error(`not an object but ${tree.root.kind}`);
    expect(tree.root.items.map(({ key }) => isToken(key) && key.value)).toEqual(['a', 'b', 'c', 'd']);
    expect(tree.root.items[3]?.value).toMatchObject({ kind: 'name', value: 'z' });
  });

  test('goes on at a comma that is missing', () => {
    const { tree, problems } = parse('{ "a": 1 "b": 2, "c": 3 }');
    expect(tree.root).toMatchObject({ kind: 'object', items: [{}, {}, {}] });
    expect(problems).toHaveLength(1);
  });

  test('goes on with the next line after a text that is not closed', () => {
    const { tree } = parse("{ 'a': 'x,\n  b: 2 }");
    expect(tree.root).toMatchObject({ kind: 'object', items: [{}, { value: { value: 2 } }] });
  });

  test('gives an AST with errors in it', () => {
    const { ast } = parse('{ "a": b.c, "d": }');
    expect(ast.lhs).toMatchObject([
      [{ value: 'a' }, { type: 'path' }],
      [{ value: 'd' }, { type: 'error' }],
    ]);
  });

  test('says in a sentence what to do', () => {
    expect(parse('[1, 2').problems[0]?.sentence).toBe('Here must be ], but the expression ends.');
    expect(parse('a[0{b:1}').problems[0]?.sentence).toBe('Here must be ], but the expression ends.');
  });
});

describe('a hostile text', () => {
  test.each('( [ { f( - a[ | {"a": a? a?? a?: a^( function($x){ a.( $x:= a+ a@$b a~> %. %[ a.%.'.split(' '))(
    'is refused where 100,000 %s are nested too deeply',
    piece => {
      const { problems } = parse(piece.repeat(100_000));
      expect(problems.length).toBeLessThan(210);
      expect(problems.map(({ code }) => code)).toContain('D1011');
    },
  );

  test.each(['/(\n', '"\n', '`\n', '"\\u', ')', '! ', 'a;', ': ', '1 ', '[}', '(]', 'a{b:c} ', ',', '/* ', 'a[0] '])(
    'of 20,000 %j is read through',
    piece => {
      const text = piece.repeat(20_000);
      expect(parse(text).problems.length).toBeGreaterThan(0);
      expect(written(text)).toBe(text);
    },
  );

  test('that doubles at every level is refused', () => {
    const text = `${'('.repeat(60)}a${' ?? b)'.repeat(60)}`;
    expect(parse(text).problems[0]?.code).toBe('D1011');
  });

  test('is refused when the stack is nearly used up already', () => {
    const codes = new Set<string | undefined>();
    const dig = (levels: number): void => {
      if (levels > 0) dig(levels - 1);
      else codes.add(parse('('.repeat(400) + 'a' + ')'.repeat(400)).problems[0]?.code);
    };
    for (const levels of [0, 3000, 5000]) dig(levels);
    expect([...codes].every(code => code === undefined || code === 'D1011')).toBe(true);
  });

  test('may be long as long as it is not deep', () => {
    expect(parse(`[${'a.b + 1,'.repeat(50_000)} 0]`).problems).toEqual([]);
    expect(parse(Array(900).fill('a').join(' & ')).problems).toEqual([]);
    expect(parse(Array(20_000).fill('a').join('.')).problems).toEqual([]);
  });
});

function written(text: string): string {
  return [...tokensOf(parse(text).tree)].map(({ from, end }) => text.slice(from, end)).join('');
}

function shown(text: string, { start, end }: SyntaxPart): string {
  return text.slice(start, end);
}

function origins(text: string, node: AstNode): string[] {
  const own = node[origin];
  const below = Object.values(node).flatMap(child => nodesIn(child).flatMap(inner => origins(text, inner)));
  return own === undefined ? below : [`${node.type} ${text.slice(own.start, own.end)}`, ...below];
}

function nodesIn(child: unknown): AstNode[] {
  if (Array.isArray(child)) return child.flatMap(nodesIn);
  return typeof child === 'object' && child !== null && !(child instanceof RegExp) ? [child as AstNode] : [];
}
