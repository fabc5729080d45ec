import { type EvaluationContext, type Expression, checkExpression, compile } from './expression.ts';
import { ExpressionError } from './expression-error.ts';
import type { Guards } from './guards.ts';

/** Text with JSONata in it, such as `https://erp.example/orders/{{ poNumber }}`. */
export interface Template {
  readonly text: string;
  /** True when there is no expression in it: `text` is the result. */
  readonly fixed: boolean;
  /**
   * The text with each expression replaced by its result, which must be a text, a number or true or false.
   * @throws ExpressionError; its position counts from the start of the template.
   */
  evaluate(input: unknown, context?: EvaluationContext): string;
}

export interface TemplateOptions extends Partial<Guards> {
  /** Applied to each inserted result, never to the text around it. */
  encode?: (text: string) => string;
}

/** An expression in a template, without its braces. */
export interface Insertion {
  text: string;
  /** Where it starts in the template. */
  offset: number;
}

/**
 * Reads a template.
 * @throws ExpressionError of kind `invalid`.
 * @example
 * const url = compileTemplate('https://erp.example/orders/{{ poNumber }}', { encode: encodeURIComponent });
 * url.evaluate({ poNumber: '45/17' }); // https://erp.example/orders/45%2F17
 */
export function compileTemplate(text: string, options: TemplateOptions = {}): Template {
  const { encode = same, ...guards } = options;
  const parts = parse(text).map(part =>
    typeof part === 'string' ? part : { expression: compile(part.text, guards), offset: part.offset },
  );
  return {
    text,
    fixed: parts.every(part => typeof part === 'string'),
    evaluate(input, context) {
      let result = '';
      for (const part of parts) {
        result += typeof part === 'string' ? part : encode(insert(text, part, input, context));
      }
      return result;
    },
  };
}

/** The error with which `compileTemplate` would refuse the text. */
export function checkTemplate(text: string): ExpressionError | undefined {
  try {
    parse(text);
    return undefined;
  } catch (thrown) {
    if (thrown instanceof ExpressionError) return thrown;
    throw thrown;
  }
}

/**
 * The expressions in a template, in their order.
 * @throws ExpressionError of kind `invalid`.
 */
export function insertionsOf(text: string): Insertion[] {
  return parse(text).filter(part => typeof part !== 'string');
}

function same(text: string): string {
  return text;
}

function parse(text: string): (string | Insertion)[] {
  const parts: (string | Insertion)[] = [];
  let done = 0;
  for (let open = text.indexOf('{{'); open !== -1; open = text.indexOf('{{', done)) {
    if (open > done) parts.push(text.slice(done, open));
    const insertion = parseInsertion(text, open + 2);
    parts.push(insertion);
    done = insertion.offset + insertion.text.length + 2;
  }
  if (done < text.length) parts.push(text.slice(done));
  return parts;
}

/** The expression ends at the first `}}` that makes it complete: there may be others in its texts and objects. */
function parseInsertion(text: string, offset: number): Insertion {
  let refusal: ExpressionError | undefined;
  for (let end = text.indexOf('}}', offset); end !== -1; end = text.indexOf('}}', end + 1)) {
    const expression = text.slice(offset, end);
    const fault = checkExpression(expression);
    if (fault === undefined) return { text: expression, offset };
    refusal ??= fault;
  }
  if (refusal !== undefined) throw refusal.within(text, offset);
  const sentence = 'This {{ has no }} after it. Close it, or write {{ "{{" }} for two braces as they are.';
  throw new ExpressionError({ code: 'L2001', kind: 'invalid', sentence, position: offset - 2, token: '{{' }, text);
}

function insert(
  text: string,
  { expression, offset }: { expression: Expression; offset: number },
  input: unknown,
  context: EvaluationContext | undefined,
) {
  let value: unknown;
  try {
    value = expression.evaluate(input, context);
  } catch (thrown) {
    throw thrown instanceof ExpressionError ? thrown.within(text, offset) : thrown;
  }
  if (typeof value === 'string') return value;
  // As JSONata's & writes numbers: without the noise of binary fractions.
  if (typeof value === 'number') return String(Number.isInteger(value) ? value : Number(value.toPrecision(15)));
  if (typeof value === 'boolean') return String(value);
  const name = `{{ ${expression.text.trim()} }}`;
  const [code, sentence] =
    value === undefined || value === null
      ? ['L2002', `${name} has no value here.`]
      : [
          'L2003',
          `${name} gives ${Array.isArray(value) ? 'a list' : 'an object'}, where a text or a number is needed.`,
        ];
  const start = offset + (expression.text.length - expression.text.trimStart().length);
  throw new ExpressionError({ code, kind: 'failed', sentence, position: start }, text);
}
