import type { Code, Local, Statement } from './code.ts';

/** What an expression does when it is run. */
export type Program = (evaluation: unknown, input: unknown, bindings: unknown) => unknown;
export type Helpers = Record<string, unknown>;

/** All code of an expression. */
export interface Module {
  /** Functions that need nothing of a run but their parameters. */
  hoisted: { local: Local; code: Code }[];
  params: Local[];
  body: Statement[];
}

/** The code as JavaScript. Nothing of the expression's text gets into it but as literals of JSON. */
export function print({ hoisted, params, body }: Module): string {
  const printer = new Printer();
  const functions = hoisted.map(({ local, code }) => `const ${nameOf(local)} = ${printer.code(code)};\n`).join('');
  const text = printer.block(body);
  const helpers = [...printer.helpers].toSorted().join(', ');
  return `"use strict"; const { ${helpers} } = helpers; const { isArray } = Array;
${functions}return function (${params.map(nameOf).join(', ')}) {
${text}};`;
}

/** The code as a function of JavaScript. */
export function generate(module: Module, helpers: Helpers, constants: unknown[]): Program {
  // oxlint-disable-next-line typescript/no-implied-eval -- what it is for; print.ts lets nothing of a text be code
  const make = new Function('helpers', 'constants', print(module)) as (
    helpers: Helpers,
    constants: unknown[],
  ) => Program;
  return make(helpers, constants);
}

const nameOf = (local: Local): string => `v${local.id}`;

class Printer {
  readonly helpers = new Set<string>();

  block(body: Statement[]): string {
    return body.map(statement => `${this.#statement(statement)}\n`).join('');
  }

  #statement(statement: Statement): string {
    switch (statement.kind) {
      case 'let':
        return `${statement.local.fixed ? 'const' : 'let'} ${nameOf(statement.local)} = ${this.code(statement.value)};`;
      case 'do':
        return `${this.code(statement.code)};`;
      case 'if': {
        const otherwise = statement.otherwise.length === 0 ? '' : ` else {\n${this.block(statement.otherwise)}}`;
        return `if (${this.code(statement.test)}) {\n${this.block(statement.body)}}${otherwise}`;
      }
      case 'count': {
        const index = nameOf(statement.index);
        const evaluation = nameOf(statement.evaluation);
        const tick = `if (--${evaluation}.ticks < 0) ${evaluation}.look();`;
        const head = `for (let ${index} = 0, n = ${this.code(statement.count)}; ${index} < n; ${index}++)`;
        return `${head} {\n${tick}\n${this.block(statement.body)}}`;
      }
      case 'try': {
        const fault = nameOf(statement.fault);
        return `try {\n${this.block(statement.body)}} catch (${fault}) { throw ${this.code(statement.handler)}; }`;
      }
      case 'return':
        return `return ${this.code(statement.value)};`;
    }
  }

  code(code: Code): string {
    switch (code.kind) {
      case 'literal':
        return literalText(code.value);
      case 'constant':
        return `constants[${code.index}]`;
      case 'local':
        return nameOf(code.local);
      case 'assign':
        return `(${nameOf(code.local)} = ${this.code(code.value)})`;
      case 'helper':
        if (code.name === 'isArray') return `isArray(${this.#list(code.args)})`;
        this.helpers.add(code.name);
        return `${code.name}(${this.#list(code.args)})`;
      case 'invoke':
        return `${this.code(code.callee)}(${this.#list(code.args)})`;
      case 'property':
        return `${this.code(code.of)}[${JSON.stringify(code.name)}]`;
      case 'item':
        return `${this.code(code.of)}[${this.code(code.index)}]`;
      case 'binary':
        return `(${this.code(code.left)} ${code.operator} ${this.code(code.right)})`;
      case 'not':
        return `!${this.code(code.of)}`;
      case 'typeof':
        return `(typeof ${this.code(code.of)})`;
      case 'conditional':
        return `(${this.code(code.test)} ? ${this.code(code.value)} : ${this.code(code.otherwise)})`;
      case 'list':
        return `[${this.#list(code.items)}]`;
      case 'object': {
        const entries = code.entries.map(([name, value]) => `${keyText(name)}: ${this.code(value)}`);
        return `({ ${[...(code.spread ? [`...${this.code(code.spread)}`] : []), ...entries].join(', ')} })`;
      }
      case 'function':
        return `((${code.params.map(nameOf).join(', ')}) => {\n${this.block(code.body)}})`;
    }
  }

  #list(codes: Code[]): string {
    return codes.map(code => this.code(code)).join(', ');
  }
}

/** A plain key `__proto__` would set the prototype. */
function keyText(name: string): string {
  return name === '__proto__' ? '["__proto__"]' : JSON.stringify(name);
}

function literalText(value: unknown): string {
  if (value === undefined) return 'undefined';
  if (typeof value === 'number' && (value < 0 || Object.is(value, -0)))
    return `(${Object.is(value, -0) ? '-0' : value})`;
  // Line separators are fine in strings since ES2019.
  return JSON.stringify(value);
}
