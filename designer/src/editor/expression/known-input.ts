import { isJson } from '@lineshaft/flow';
import { type Occurrence, shapeOfSamples, shapeOfSchema } from '@lineshaft/jsonata';
import type { JsonObject } from '../draft-flow.ts';

/** A message whose body is known, such as came into a node when the flow was tried. */
export interface KnownInput {
  from: 'run' | 'sample';
  body: unknown;
  headers: Readonly<Record<string, string>>;
  contentType: string;
}

/** What an expression can use besides the functions. */
export interface Surroundings {
  /** What it works on; undefined: not known. */
  input: KnownInput | undefined;
  /** Names, without `$`, of variables that it has besides those that every expression has. */
  variables: readonly string[];
  /** False: it works on something else, which is known in a run only. */
  worksOnBody: boolean;
}

/**
 * By what the schema of the field says: `over`, when it works on something else than the body of the message, and
 * `variables`, which it has besides those that all have.
 */
export function surroundingsOf(schema: Readonly<JsonObject>, input: KnownInput | undefined): Surroundings {
  const { over, variables } = schema;
  return {
    input: over === undefined ? input : undefined,
    worksOnBody: over === undefined,
    variables: Array.isArray(variables) ? variables.filter(name => typeof name === 'string') : [],
  };
}

/** What every expression has: as `evaluationContext` of packages/flow binds it. */
export const messageVariables = ['headers', 'contentType', 'messageId', 'correlationId'] as const;

/** Undefined when the sample is not JSON. */
export function inputOfSample({
  headers,
  contentType,
  text: body,
}: Pick<KnownInput, 'headers' | 'contentType'> & { text: string }): KnownInput | undefined {
  if (contentType !== '' && !isJson(contentType)) return undefined;
  try {
    return { from: 'sample', headers, contentType, body: JSON.parse(body) as unknown };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const shapes = new WeakMap<KnownInput, Occurrence>();

/** What is known of the values that an expression works with, as `checkTypes` wants it. */
export function shapesOf({ input, variables }: Surroundings): {
  input: Occurrence;
  variables: Record<string, Occurrence>;
} {
  const others = variables.map(name => [name, shapeOfSamples([])] as const);
  return {
    input: shapeOfInput(input),
    variables: {
      headers: headerShape(input),
      contentType: text,
      messageId: text,
      correlationId: text,
      ...Object.fromEntries(others),
    },
  };
}

const text = shapeOfSchema({ type: 'string' });

function shapeOfInput(input: KnownInput | undefined): Occurrence {
  if (input === undefined) return shapeOfSamples([]);
  const known = shapes.get(input);
  if (known) return known;
  const made = shapeOfSamples([input.body]);
  shapes.set(input, made);
  return made;
}

/** Other messages may have other headers. */
function headerShape(input: KnownInput | undefined): Occurrence {
  const properties = Object.fromEntries(Object.keys(input?.headers ?? {}).map(name => [name, { type: 'string' }]));
  return shapeOfSchema({ type: 'object', properties, additionalProperties: { type: 'string' } });
}
