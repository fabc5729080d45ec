import { LinearRegex } from '@lineshaft/jsonata';
import { type FormatDefinition, type Options } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { canonicalJson } from '../canonical-json.ts';

/** Longer than any address, date or name; the patterns behind formats may take time that grows with the square of it. */
const maxFormatted = 4000;

/** Base64, which is checked in time that grows with its length. */
const { byte, ...shortFormats } = fullFormats;

const options: Options = {
  // Unknown words are faults, for they are misspelt ones; what the other strict modes add is a matter of style.
  strict: true,
  strictTypes: false,
  strictTuples: false,
  strictRequired: false,
  allowUnionTypes: true,
  ownProperties: true,
  logger: false,
  formats: {
    byte,
    ...Object.fromEntries(Object.entries(shortFormats).map(([name, format]) => [name, bounded(format)])),
  },
  code: { regExp: Object.assign(linearPattern, { code: 'linearPattern' }) },
};

/** Knows the rules for schemas; making one takes long. */
const rules = new Ajv2020(options);

/**
 * An engine for one schema: engines keep what they have read, and parts of two schemas may have the same name.
 * @throws Error when the schema is none
 */
export function engineFor(schema: object, allErrors: boolean): Ajv2020 {
  if (rules.validateSchema(schema) !== true) {
    throw new Error(rules.errorsText(rules.errors?.slice(0, 1), { dataVar: 'schema' }));
  }
  const engine = new Ajv2020({ ...options, allErrors, meta: false, validateSchema: false });
  // Ajv's own word for schemas whose check is a promise, which would count as fitting.
  engine.removeKeyword('$async');
  // Ajv compares each item with each other.
  engine.removeKeyword('uniqueItems');
  engine.addKeyword({
    keyword: 'uniqueItems',
    type: 'array',
    schemaType: 'boolean',
    error: { message: 'must not have the same item twice' },
    validate: (wanted: boolean, items: unknown[]) => !wanted || new Set(items.map(canonicalJson)).size === items.length,
  });
  return engine;
}

/** Patterns take time that grows with the length of the text, never exponentially. Ajv tells them apart by their text. */
function linearPattern(pattern: string, flags: string) {
  const regex = new RegExp(pattern, flags);
  // Refuses now what it cannot do, and not when the first document comes.
  const test = (text: string) => new LinearRegex(regex).exec(text) !== null;
  test('');
  return { test, toString: () => String(regex) };
}

function bounded(format: unknown): Format {
  if (format instanceof RegExp) return text => text.length <= maxFormatted && format.test(text);
  if (typeof format === 'function')
    return text => text.length <= maxFormatted && (format as (text: string) => boolean)(text);
  return format as Format;
}

type Format = true | ((text: string) => boolean) | FormatDefinition<number> | FormatDefinition<string>;
