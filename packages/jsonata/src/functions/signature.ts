import { isCallable } from '../evaluation/callable.ts';
import { fail } from '../evaluation/failure.ts';

/** What a list in an error message is a list of. */
const plurals: Readonly<Record<string, string>> = {
  a: 'arrays',
  b: 'booleans',
  f: 'functions',
  n: 'numbers',
  o: 'objects',
  s: 'strings',
};

/** One parameter of a signature. Kinds are letters: s n b l o a f, and m for a missing argument. */
interface Parameter {
  kinds: string;
  type: string;
  /** Of the items, where the parameter is a list: `a<n>`. */
  itemType: string | undefined;
  least: 0 | 1;
  many: boolean;
  /** `??`: takes an argument only if nothing else fits. */
  reluctant: boolean;
  fromContext: boolean;
}

/**
 * Reads a signature such as `<s-nn?:s>`. What comes after the colon is not looked at.
 * @throws Failure S0401 for a type parameter on anything but a list or a function, S0402 for one within a choice.
 */
export function parseSignature(definition: string): Signature {
  const parameters: Parameter[] = [];
  for (let at = 1; at < definition.length && definition.charAt(at) !== ':'; at++) {
    const symbol = definition.charAt(at);
    const last = parameters.at(-1);
    if (symbol === '(') {
      const end = closing(definition, at, '(', ')');
      const choice = definition.slice(at + 1, end);
      if (choice.includes('<')) fail('S0402', { value: choice, index: at });
      parameters.push(parameterOf(`(${choice})`, `${choice}m`));
      at = end;
    } else if (symbol === '<') {
      if (last?.type !== 'a' && last?.type !== 'f') fail('S0401', { value: last?.type, index: at });
      const end = closing(definition, at, '<', '>');
      (last as Parameter).itemType = definition.slice(at + 1, end);
      at = end;
    } else if (symbol === '-' || symbol === '?' || symbol === '+') {
      if (last !== undefined) repeat(last, symbol);
    } else {
      const kinds = kindsOf(symbol);
      if (kinds !== undefined) parameters.push(parameterOf(symbol, kinds));
    }
  }
  return new Signature(definition, parameters);
}

function kindsOf(symbol: string): string | undefined {
  if ('snblo'.includes(symbol)) return `${symbol}m`;
  if ('ax'.includes(symbol)) return 'asnblfom';
  if (symbol === 'j') return 'asnblom';
  return symbol === 'f' ? 'f' : undefined;
}

function parameterOf(type: string, kinds: string): Parameter {
  return { kinds, type, itemType: undefined, least: 1, many: false, reluctant: false, fromContext: false };
}

function repeat(parameter: Parameter, symbol: '-' | '?' | '+'): void {
  if (symbol === '-') parameter.fromContext = true;
  if (symbol === '+') {
    parameter.many = true;
  } else if (parameter.least === 0 || parameter.many) {
    parameter.reluctant = true;
  } else {
    parameter.least = 0;
  }
}

function closing(text: string, start: number, open: string, close: string): number {
  let depth = 1;
  let at = start + 1;
  for (; at < text.length; at++) {
    if (text.charAt(at) === open) depth++;
    if (text.charAt(at) === close && --depth === 0) break;
  }
  return at;
}

export class Signature {
  readonly definition: string;
  readonly #parameters: Parameter[];
  /** Every argument stands in the place of its parameter, unless one is left out. */
  readonly #inPlace: boolean;

  constructor(definition: string, parameters: Parameter[]) {
    this.definition = definition;
    this.#parameters = parameters;
    this.#inPlace = parameters.every(({ many, reluctant }) => !many && !reluctant);
  }

  /**
   * Letters of so many arguments, if all are simply texts (`s`), numbers (`n`), truths (`b`) or anything (`x`) and no other
   * is needed, and of what the function gives.
   */
  exactKinds(count: number): { kinds: string; result: string } | undefined {
    const parameters = this.#parameters;
    if (!this.#inPlace || count > parameters.length) return undefined;
    if (parameters.slice(count).some(({ least, fromContext }) => least > 0 || fromContext)) return undefined;
    const kinds = parameters.slice(0, count).map(({ type }) => type);
    if (!kinds.every(kind => 'snbx'.includes(kind))) return undefined;
    return { kinds: kinds.join(''), result: /:(\w)>$/.exec(this.definition)?.[1] ?? '' };
  }

  /**
   * The arguments as the function takes them: the context in the place of one that is left out, lists where lists are
   * expected.
   * @throws Failure T0410, T0411, T0412
   */
  validate(args: readonly unknown[], context: unknown): unknown[] {
    if (this.#inPlace && this.#areExact(args)) return args as unknown[];
    const kinds = args.map(kindOf).join('');
    const taken = this.#share(kinds);
    if (taken === undefined) return this.#refuse(args, kinds);
    const valid: unknown[] = [];
    let index = 0;
    for (const [place, parameter] of this.#parameters.entries()) {
      const count = taken[place] ?? 0;
      if (count === 0 && parameter.fromContext) {
        if (!parameter.kinds.includes(kindOf(context))) fail('T0411', { value: context, index: index + 1 });
        valid.push(context);
      } else if (count === 0) {
        valid.push(args[index]);
        index++;
      } else {
        const group = kinds.slice(index, index + count);
        for (let part = 0; part < count; part++, index++) valid.push(asTaken(parameter, args[index], index, group));
      }
    }
    return valid;
  }

  #areExact(args: readonly unknown[]): boolean {
    const parameters = this.#parameters;
    if (args.length > parameters.length) return false;
    for (let index = 0; index < args.length; index++) {
      if (!isExact(parameters[index] as Parameter, args[index])) return false;
    }
    for (let index = args.length; index < parameters.length; index++) {
      const { least, fromContext } = parameters[index] as Parameter;
      if (least > 0 || fromContext) return false;
    }
    return true;
  }

  /** How many arguments each parameter takes: as many as it can, but so that the rest fits. */
  #share(kinds: string): number[] | undefined {
    const taken: number[] = [];
    return reach(this.#parameters, kinds, taken, end => end === kinds.length) === undefined ? undefined : taken;
  }

  /** The first argument at which no parameter can go on. */
  #refuse(args: readonly unknown[], kinds: string): never {
    let good = 0;
    for (let count = 1; count <= this.#parameters.length; count++) {
      const end = reach(this.#parameters.slice(0, count), kinds, [], () => true);
      if (end === undefined) break;
      good = end;
    }
    return fail('T0410', { value: args[good], index: good + 1 });
  }
}

/**
 * Lets parameters take arguments from the first on, each as many as it can so that those after it find theirs.
 * @returns how many arguments are taken, if that `isEnough`; `taken` gets the share of each parameter
 */
function reach(
  parameters: Parameter[],
  kinds: string,
  taken: number[],
  isEnough: (end: number) => boolean,
): number | undefined {
  const hopeless = new Set<number>();
  const from = (place: number, start: number): number | undefined => {
    const parameter = parameters[place];
    if (parameter === undefined) return isEnough(start) ? start : undefined;
    const state = place * (kinds.length + 1) + start;
    if (hopeless.has(state)) return undefined;
    const limit = parameter.many ? kinds.length - start : Math.min(1, kinds.length - start);
    let most = 0;
    while (most < limit && parameter.kinds.includes(kinds.charAt(start + most))) most++;
    for (let step = 0; step <= most - parameter.least; step++) {
      const count = parameter.reluctant ? parameter.least + step : most - step;
      taken[place] = count;
      const end = from(place + 1, start + count);
      if (end !== undefined) return end;
    }
    hopeless.add(state);
    return undefined;
  };
  return from(0, 0);
}

function kindOf(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return 's';
    case 'number':
      return 'n';
    case 'boolean':
      return 'b';
    case 'object':
      if (value === null) return 'l';
      return Array.isArray(value) ? 'a' : 'o';
    default:
      return isCallable(value) ? 'f' : 'm';
  }
}

function isExact(parameter: Parameter, value: unknown): boolean {
  switch (parameter.type) {
    case 's':
      return typeof value === 'string' || value === undefined;
    case 'n':
      return typeof value === 'number' || value === undefined;
    case 'b':
      return typeof value === 'boolean' || value === undefined;
    case 'f':
      return typeof value === 'function';
    case 'x':
      return true;
    case 'a':
      return value === undefined || (Array.isArray(value) && areItems(parameter.itemType, value));
    default:
      return parameter.kinds.includes(kindOf(value));
  }
}

function areItems(itemType: string | undefined, items: unknown[]): boolean {
  if (itemType === undefined || items.length === 0) return true;
  const kind = itemType.charAt(0);
  if (kind === 's') return items.every(item => typeof item === 'string');
  if (kind === 'n') return items.every(item => typeof item === 'number');
  return items.every(item => kindOf(item) === kind);
}

/** @param group the kinds of all arguments that the parameter takes */
function asTaken(parameter: Parameter, arg: unknown, index: number, group: string): unknown {
  if (parameter.type !== 'a' || arg === undefined) return arg;
  const { itemType } = parameter;
  const isFit = Array.isArray(arg) ? areItems(itemType, arg) : itemType === undefined || group === itemType;
  if (!isFit) fail('T0412', { value: arg, index: index + 1, type: plurals[itemType ?? ''] });
  return Array.isArray(arg) ? arg : [arg];
}
