import jsonata from 'jsonata';
import { parse } from '../src/parser/parse.ts';
import { tokensOf } from '../src/parser/syntax.ts';

/** What jsonata throws for a text. */
interface Refusal {
  code?: string;
  position?: number;
  token?: unknown;
  value?: unknown;
}

/** How our parser and jsonata's differ over a text; `undefined` if they do not. */
export function compareParsing(text: string): string | undefined {
  const { tree, ast, problems } = parse(text);
  const kept = [...tokensOf(tree)].map(({ from, end }) => text.slice(from, end)).join('');
  if (kept !== text) return `the tree holds ${JSON.stringify(kept)}`;
  const [problem] = problems;
  let reference: unknown;
  try {
    reference = jsonata(text).ast();
  } catch (thrown) {
    const { code, position, token, value } = thrown as Refusal;
    if (code === undefined) return problem === undefined ? `jsonata refuses it: ${String(thrown)}` : undefined;
    const wanted = canonical({ code, position, token, value: String(value) });
    const { code: ourCode, position: ourPosition, token: ourToken, value: ourValue } = problem ?? {};
    const got = canonical({ code: ourCode, position: ourPosition, token: ourToken, value: String(ourValue) });
    return got === wanted ? undefined : `the problem is ${got}, not ${wanted}`;
  }
  if (problem !== undefined) return `we refuse it: ${problem.code} ${problem.sentence}`;
  const [got, wanted] = [canonical(ast), canonical(reference)];
  if (got === wanted) return undefined;
  // For the test of ?? and ?: jsonata copies the left side as JSON, in which a regular expression is {}.
  if (/\?[?:]/.test(text) && withoutRegexes(got) === withoutRegexes(wanted)) return undefined;
  return `the AST is ${got}, not ${wanted}`;
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, part: unknown) => {
    if (part instanceof RegExp) return { regex: String(part) };
    if (Object.is(part, -0)) return 'minus zero';
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).toSorted(([one], [other]) => (one < other ? -1 : 1)));
  });
}

function withoutRegexes(written: string): string {
  return written.replaceAll(/\{"regex":"(?:[^"\\]|\\.)*"\}/g, '{}');
}
