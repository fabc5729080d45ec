import { connectionsFileSchema, type DeclaredConnection } from '@lineshaft/api';
import { checkShape, jsonPointer } from '@lineshaft/flow';
import type { ProjectProblem } from './project-problem.ts';
import type { ProjectFile } from './read-project.ts';

/** The connections that a project's files declare, by id; the first of a name counts. */
export function declaredConnections(files: readonly ProjectFile[]): {
  connections: ReadonlyMap<string, DeclaredConnection>;
  problems: ProjectProblem[];
} {
  const connections = new Map<string, DeclaredConnection>();
  const problems: ProjectProblem[] = [];
  for (const { path: file, value, fault } of files) {
    const problem = (path: readonly PropertyKey[], message: string) =>
      problems.push({ file, path: jsonPointer(path), severity: 'error', message });
    if (fault !== undefined) problem([], fault);
    if (value === undefined) continue;
    const checked = checkShape(connectionsFileSchema, value, 'The list of connections');
    for (const { keys, message } of checked.faults) problem(keys, message);
    for (const [index, connection] of (checked.value ?? []).entries()) {
      const first = connections.get(connection.id);
      if (!first) connections.set(connection.id, connection);
      else if (first.type !== connection.type)
        problem([index, 'type'], `The connection "${connection.id}" is declared as ${first.type} already.`);
    }
  }
  return { connections, problems };
}
