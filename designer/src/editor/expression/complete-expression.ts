import {
  checkTypes,
  describe,
  functionNames,
  isToken,
  type Occurrence,
  type PairSyntax,
  parse,
  partsOf,
  quotedName,
  type SyntaxNode,
  type SyntaxPart,
  type SyntaxTree,
  tokensOf,
} from '@lineshaft/jsonata';
import type { Suggestion, Suggestions } from '../../ui/code-editor/completion.ts';
import { functionTexts } from './function-texts.ts';
import { messageVariables, shapesOf, type Surroundings } from './known-input.ts';
import { messages } from './messages.ts';

/**
 * What can stand at a place of an expression: the fields of what is there, the variables that can be seen from there,
 * and the functions. `isAsked`: also where nothing is written yet.
 */
export function completeExpression(
  text: string,
  at: number,
  surroundings: Surroundings,
  isAsked: boolean,
): Suggestions | undefined {
  const before = /[\p{L}\d_$]*$/u.exec(text.slice(0, at))?.[0] ?? '';
  const from = at - before.length;
  const to = at + (/^[\p{L}\d_$]*/u.exec(text.slice(at))?.[0].length ?? 0);
  const isPath = /\.\s*$/.test(text.slice(0, from));
  if (before === '' && !isAsked && !isPath) return undefined;
  if (/^\d/.test(before)) return undefined;
  // With $ in the place of the word, the types tell what is there: $ is what names of fields are looked up in.
  const probe = `${text.slice(0, from)}$${text.slice(to)}`;
  const parsed = parse(probe);
  if (!isVariableAt(parsed.tree, from)) return undefined;
  const fields = () => {
    const there = checkTypes(probe, shapesOf(surroundings)).at({ start: from, end: from + 1 });
    return there === undefined ? [] : fieldSuggestions(there, pairWithKeyAt(parsed.tree.root, from));
  };
  const variables = () => [
    ...variableSuggestions([...boundAt(parsed.tree.root, from), ...surroundings.variables, ...messageVariables]),
    ...functionSuggestions(text.charAt(to) === '('),
  ];
  const options = before.startsWith('$')
    ? variables()
    : isPath || before !== ''
      ? fields()
      : [...fields(), ...variables()];
  return options.length === 0 ? undefined : { from, to, options };
}

/** The same in a template: only between `{{` and `}}`. */
export function completeTemplate(
  text: string,
  at: number,
  surroundings: Surroundings,
  isAsked: boolean,
): Suggestions | undefined {
  const open = text.lastIndexOf('{{', at - 2);
  if (open === -1 || text.slice(open, at).includes('}}')) return undefined;
  const start = open + 2;
  const close = text.indexOf('}}', at);
  const expression = text.slice(start, close === -1 ? undefined : close);
  const found = completeExpression(expression, at - start, surroundings, isAsked);
  return found && { ...found, from: found.from + start, to: found.to + start };
}

/** False inside of texts, comments and regular expressions. */
function isVariableAt(tree: SyntaxTree, start: number): boolean {
  for (const token of tokensOf(tree)) if (token.start === start) return token.kind === 'variable';
  return false;
}

/** The field of an object whose name is written there: a text, not a path. */
function pairWithKeyAt(part: SyntaxPart, start: number): PairSyntax | undefined {
  if (part.kind === 'object') {
    const pair = part.items.find(({ key }) => key.start === start && isToken(key));
    if (pair !== undefined) return pair;
  }
  const inner = partsOf(part).find(each => each.start <= start && start < each.end);
  return inner && pairWithKeyAt(inner, start);
}

/** Names of variables that the expression itself sets, as far as they can be seen from a place; the nearest first. */
function boundAt(part: SyntaxPart, at: number): string[] {
  const names: string[] = [];
  const inner = partsOf(part).find(each => each.start <= at && at < each.end);
  if (inner !== undefined) names.push(...boundAt(inner, at));
  if (part.kind === 'lambda') names.push(...part.items.flatMap(variableName));
  if (part.kind === 'block') {
    for (const item of part.items) if (item.kind === 'bind' && item.end <= at) names.push(...variableName(item.left));
  }
  if (part.kind === 'path') names.push(...boundByStep(part.left));
  return names;
}

/** `lines@$line#$index` sets two for the steps after it. */
function boundByStep(part: SyntaxNode): string[] {
  if (part.kind === 'focus' || part.kind === 'index') return [...variableName(part.right), ...boundByStep(part.left)];
  if (part.kind === 'path') return [...boundByStep(part.right), ...boundByStep(part.left)];
  return part.kind === 'filter' || part.kind === 'sort' ? boundByStep(part.target) : [];
}

function variableName(part: SyntaxNode): string[] {
  return part.kind === 'variable' ? [String(part.value)] : [];
}

function fieldSuggestions({ shape }: Occurrence, pair: PairSyntax | undefined): Suggestion[] {
  const fields = new Map<string, Occurrence>();
  // A step goes through lists by itself.
  for (let each: typeof shape | undefined = shape; each !== undefined; each = each.list?.shape) {
    for (const [name, field] of each.object?.fields ?? []) fields.set(name, field);
  }
  return [...fields].map(([name, field]) => {
    const path = quotedName(name);
    const key = pair && JSON.stringify(name);
    const insert = pair?.colon.kind === 'missing' ? `${key}: ${path}` : (key ?? path);
    return {
      label: name,
      kind: 'property',
      detail: describe(field),
      ...(insert === name ? {} : { insert }),
    };
  });
}

function variableSuggestions(names: readonly string[]): Suggestion[] {
  const texts: Readonly<Record<string, string>> = messages.variables;
  return [...new Set(names)].map(name => {
    const info = texts[name];
    return { label: `$${name}`, kind: 'variable', ...(info === undefined ? {} : { info }) };
  });
}

/** `isCalled`: the parentheses stand there already. */
function functionSuggestions(isCalled: boolean): Suggestion[] {
  return functionNames.map(name => {
    const { parameters = '', sentence = '' } = functionTexts[name] ?? {};
    return {
      label: `$${name}`,
      kind: 'function',
      detail: `(${parameters})`,
      info: sentence,
      insert: isCalled ? `$${name}` : parameters === '' ? `$${name}()` : `$${name}(\${})`,
    };
  });
}
