import type { Problem } from '@lineshaft/flow';

const fieldsWithPlace = ['name', 'connection', 'timeout', 'compensation'] as const;

interface PlacedProblems {
  /** To stand below the field. */
  fields: Partial<Record<(typeof fieldsWithPlace)[number], string>>;
  /** About the node as a whole, or about a field that shows none. */
  rest: Problem[];
}

/** Sorts a node's problems by where its form shows them. Those of config and retry policy it finds itself, as one types. */
export function problemsByField(problems: readonly Problem[]): PlacedProblems {
  const placed: PlacedProblems = { fields: {}, rest: [] };
  for (const problem of problems) {
    const [, field, within] = /^\/nodes\/\d+\/([^/]+)(\/.+)?/.exec(problem.path) ?? [];
    const place = fieldsWithPlace.find(each => each === field);
    if (place !== undefined) placed.fields[place] = [placed.fields[place], problem.message].filter(Boolean).join(' ');
    else if (within === undefined || (field !== 'config' && field !== 'retry')) placed.rest.push(problem);
  }
  return placed;
}
