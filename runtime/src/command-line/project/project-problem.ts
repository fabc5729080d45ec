import type { Output } from '../output.ts';

/** A fault of a file of a project. */
export interface ProjectProblem {
  file: string;
  /** JSON pointer into the file; empty for the file as a whole. */
  path: string;
  severity: 'error' | 'warning';
  message: string;
}

/** One line for each: `flows/orders/flow.json:/nodes/2/config/url: error: …`. */
export function printProblems(problems: readonly ProjectProblem[], output: Output): void {
  for (const { file, path, severity, message } of problems) {
    const shown = output.styled(severity === 'error' ? 'red' : 'yellow', severity);
    output.line(`${file}:${path}: ${shown}: ${message}`);
  }
}

export function count(problems: readonly ProjectProblem[], severity: ProjectProblem['severity']): number {
  return problems.filter(problem => problem.severity === severity).length;
}
