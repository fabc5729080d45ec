import {
  type Code,
  type ValueType,
  binary,
  conditional,
  helper,
  isMissing,
  isThere,
  literal,
  nothing,
  not,
  read,
} from './code.ts';
import type { Emitter, Place } from './emitter.ts';

/** A function of the language that is called by its name. */
export interface BuiltInCall {
  name: string;
  value: unknown;
}

const truth = { is: 'boolean', own: true } as const;
const number = { is: 'number' } as const;

/** Calls of built-ins that are simple enough to be written out, when their arguments allow it. */
export function inlined(
  emitter: Emitter,
  call: BuiltInCall,
  args: Code[],
  place: Place,
  general: (args: Code[]) => Code,
  at: [position: Code, token: Code],
): Code | undefined {
  const [first] = args;
  if (first === undefined) return undefined;
  if (args.length > 1) return direct(emitter, call, args, place, general, at);
  switch (call.name) {
    case 'exists':
      return isThere(first);
    case 'boolean':
    case 'not': {
      const value = emitter.keep(first, place);
      const isTrue = value.type?.is === 'boolean' ? value : helper('isTrue', [value], { ...truth, defined: true });
      const asked = call.name === 'not' ? not(isTrue) : isTrue;
      return value.type?.defined === true ? asked : conditional(isMissing(value), nothing, asked, truth);
    }
    case 'count':
      return helper('count', [first], { is: 'number', defined: true, own: true });
    case 'sum': {
      const value = emitter.keep(first, place);
      const areNumbers = emitter.helper('areNumbers', [value]);
      return conditional(areNumbers, helper('sum', [value]), general([value]), number);
    }
    case 'number': {
      const value = emitter.keep(first, place);
      const isText = binary('===', { kind: 'typeof', of: value }, literal('string'));
      const decimal = emitter.variable(place, conditional(isText, helper('plainDecimal', [value]), nothing));
      return conditional(isThere(read(decimal)), read(decimal), general([value]), number);
    }
    default:
      return direct(emitter, call, args, place, general, at);
  }
}

const typeNames: Record<string, ValueType['is'] & string> = { s: 'string', n: 'number', b: 'boolean' };

/** Without a look at the signature, where texts, numbers and truths are given as it asks for them. */
function direct(
  emitter: Emitter,
  { name, value }: BuiltInCall,
  args: Code[],
  place: Place,
  general: (args: Code[]) => Code,
  at: [position: Code, token: Code],
): Code | undefined {
  const { kinds, result } = emitter.library.exactKinds(name, args.length) ?? {};
  if (kinds === undefined) return undefined;
  const is = typeNames[result ?? ''];
  const type: ValueType | undefined = is && { is, own: is === 'boolean' };
  const values = args.map(arg => emitter.keep(arg, place));
  const tests = values.flatMap((code, index) => testOf(code, typeNames[kinds[index] as string]));
  const called = emitter.helper('builtInDirect', [emitter.constant(value), ...at, ...values], type);
  if (tests.length === 0) return called;
  const test = tests.reduce((one, other) => binary('&&', one, other));
  return conditional(test, called, general(values), type);
}

/** Asks whether it is of that type; without one, whether it is no function, which would have to be passed on. */
function testOf(code: Code, wanted: string | undefined): Code[] {
  const is = code.type?.is;
  const typeOf: Code = { kind: 'typeof', of: code };
  if (wanted === undefined)
    return is !== undefined && is !== 'function' ? [] : [binary('!==', typeOf, literal('function'))];
  return is === wanted && code.type?.defined === true ? [] : [binary('===', typeOf, literal(wanted))];
}
