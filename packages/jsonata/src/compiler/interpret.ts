import type { Code, Local, Operator, Statement } from './code.ts';
import type { Helpers, Module, Program } from './print.ts';

/** Values of the locals of a function or of one turn of a loop. */
interface Frame {
  readonly values: unknown[];
  readonly outer: Frame | undefined;
}

type Read = (frame: Frame) => unknown;
/** Gives `goOn`, or what the function returns. */
type Do = (frame: Frame) => unknown;

const goOn = Symbol('go on');

/**
 * The code as closures, for pages that must not make functions of texts. They give what the printed code gives, several
 * times slower.
 */
export function interpret({ hoisted, params, body }: Module, helpers: Helpers, constants: unknown[]): Program {
  const interpreter = new Interpreter(helpers, constants);
  const scope = new Names(undefined);
  const places = hoisted.map(({ local }) => scope.add(local));
  const globals = hoisted.map(({ code }) => interpreter.code(code, scope));
  const run = interpreter.function(params, body, scope);
  const frame: Frame = { values: [], outer: undefined };
  for (const [index, read] of globals.entries()) frame.values[places[index] as number] = read(frame);
  return run(frame) as Program;
}

/** Where the locals of a function or of a loop are kept. */
class Names {
  readonly outer: Names | undefined;
  readonly #places = new Map<number, number>();

  constructor(outer: Names | undefined) {
    this.outer = outer;
  }

  add({ id }: Local): number {
    const place = this.#places.size;
    this.#places.set(id, place);
    return place;
  }

  find(local: Local): { up: number; place: number } {
    const own = this.#places.get(local.id);
    if (own !== undefined) return { up: 0, place: own };
    if (this.outer === undefined) throw new Error(`The local ${local.id} is used before it is made.`);
    const { up, place } = this.outer.find(local);
    return { up: up + 1, place };
  }
}

function frameAt(frame: Frame, up: number): Frame {
  let found = frame;
  for (let step = 0; step < up; step++) found = found.outer as Frame;
  return found;
}

class Interpreter {
  readonly #helpers: Helpers;
  readonly #constants: unknown[];

  constructor(helpers: Helpers, constants: unknown[]) {
    this.#helpers = helpers;
    this.#constants = constants;
  }

  function(params: Local[], body: Statement[], outer: Names): Read {
    const names = new Names(outer);
    for (const param of params) names.add(param);
    const run = this.#block(body, names);
    return frame =>
      (...args: unknown[]) => {
        args.length = params.length;
        const result = run({ values: args, outer: frame });
        return result === goOn ? undefined : result;
      };
  }

  #block(body: Statement[], names: Names): Do {
    const steps = body.map(statement => this.#statement(statement, names));
    return frame => {
      for (const step of steps) {
        const result = step(frame);
        if (result !== goOn) return result;
      }
      return goOn;
    };
  }

  #statement(statement: Statement, names: Names): Do {
    switch (statement.kind) {
      case 'let': {
        // First, for a function that calls itself.
        const place = names.add(statement.local);
        const value = this.code(statement.value, names);
        return frame => {
          frame.values[place] = value(frame);
          return goOn;
        };
      }
      case 'do': {
        const run = this.code(statement.code, names);
        return frame => {
          run(frame);
          return goOn;
        };
      }
      case 'if': {
        const test = this.code(statement.test, names);
        const then = this.#block(statement.body, names);
        const otherwise = this.#block(statement.otherwise, names);
        return frame => (test(frame) ? then(frame) : otherwise(frame));
      }
      case 'count':
        return this.#loop(statement, names);
      case 'try': {
        const attempt = this.#block(statement.body, names);
        const fault = names.add(statement.fault);
        const handler = this.code(statement.handler, names);
        return frame => {
          try {
            return attempt(frame);
          } catch (thrown) {
            frame.values[fault] = thrown;
            throw handler(frame);
          }
        };
      }
      case 'return':
        return this.code(statement.value, names);
    }
  }

  /** Every turn has locals of its own: functions may keep them. */
  #loop(statement: Statement & { kind: 'count' }, outer: Names): Do {
    const count = this.code(statement.count, outer);
    const evaluation = this.code({ kind: 'local', local: statement.evaluation }, outer);
    const names = new Names(outer);
    names.add(statement.index);
    const body = this.#block(statement.body, names);
    return frame => {
      const turns = count(frame) as number;
      const counting = evaluation(frame) as { ticks: number; look(): void };
      for (let index = 0; index < turns; index++) {
        if (--counting.ticks < 0) counting.look();
        const result = body({ values: [index], outer: frame });
        if (result !== goOn) return result;
      }
      return goOn;
    };
  }

  code(code: Code, names: Names): Read {
    switch (code.kind) {
      case 'literal': {
        const { value } = code;
        return () => value;
      }
      case 'constant': {
        const value = this.#constants[code.index];
        return () => value;
      }
      case 'local': {
        const { up, place } = names.find(code.local);
        if (up === 0) return frame => frame.values[place];
        return frame => frameAt(frame, up).values[place];
      }
      case 'assign': {
        const { up, place } = names.find(code.local);
        const value = this.code(code.value, names);
        return frame => (frameAt(frame, up).values[place] = value(frame));
      }
      case 'helper': {
        const helper = this.#helpers[code.name] as (...args: unknown[]) => unknown;
        const args = this.#list(code.args, names);
        return frame => helper(...args(frame));
      }
      case 'invoke': {
        const callee = this.code(code.callee, names);
        const args = this.#list(code.args, names);
        return frame => (callee(frame) as (...args: unknown[]) => unknown)(...args(frame));
      }
      case 'property': {
        const { name } = code;
        const of = this.code(code.of, names);
        return frame => (of(frame) as Record<string, unknown>)[name];
      }
      case 'item': {
        const of = this.code(code.of, names);
        const index = this.code(code.index, names);
        return frame => (of(frame) as unknown[])[index(frame) as number];
      }
      case 'binary':
        return binary(code.operator, this.code(code.left, names), this.code(code.right, names));
      case 'not': {
        const of = this.code(code.of, names);
        return frame => !of(frame);
      }
      case 'typeof': {
        const of = this.code(code.of, names);
        return frame => typeof of(frame);
      }
      case 'conditional': {
        const test = this.code(code.test, names);
        const value = this.code(code.value, names);
        const otherwise = this.code(code.otherwise, names);
        return frame => (test(frame) ? value(frame) : otherwise(frame));
      }
      case 'list':
        return this.#list(code.items, names);
      case 'object': {
        const entries = code.entries.map(([name, value]) => [name, this.code(value, names)] as const);
        const spread = code.spread && this.code(code.spread, names);
        return frame => ({
          ...(spread?.(frame) as object | undefined),
          ...Object.fromEntries(entries.map(([name, value]) => [name, value(frame)])),
        });
      }
      case 'function':
        return this.function(code.params, code.body, names);
    }
  }

  #list(codes: Code[], names: Names): (frame: Frame) => unknown[] {
    const reads = codes.map(code => this.code(code, names));
    return frame => reads.map(read => read(frame));
  }
}

function binary(operator: Operator, left: Read, right: Read): Read {
  switch (operator) {
    case '===':
      return frame => left(frame) === right(frame);
    case '!==':
      return frame => left(frame) !== right(frame);
    case '<':
      return frame => (left(frame) as number) < (right(frame) as number);
    case '<=':
      return frame => (left(frame) as number) <= (right(frame) as number);
    case '>':
      return frame => (left(frame) as number) > (right(frame) as number);
    case '>=':
      return frame => (left(frame) as number) >= (right(frame) as number);
    case '+':
      return frame => (left(frame) as number) + (right(frame) as number);
    case '-':
      return frame => (left(frame) as number) - (right(frame) as number);
    case '*':
      return frame => (left(frame) as number) * (right(frame) as number);
    case '&&':
      return frame => left(frame) && right(frame);
    case '||':
      return frame => left(frame) || right(frame);
  }
}
