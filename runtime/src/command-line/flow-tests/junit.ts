import type { CaseResult } from './check-case.ts';
import { sentenceOf } from './sentence-of.ts';

export interface FlowResult {
  flowId: string;
  /** The flow's file, from the project's folder on. */
  file: string;
  cases: CaseResult[];
}

/** A report in the JUnit format that build servers show. */
export function junitReport(flows: readonly FlowResult[]): string {
  const suites = flows.map(({ flowId, file, cases }) => {
    const failures = cases.filter(({ differences }) => differences.length > 0).length;
    return [
      `  <testsuite name="${escaped(flowId)}" file="${escaped(file)}" tests="${cases.length}" failures="${failures}">`,
      ...cases.map(one => testCase(flowId, one)),
      '  </testsuite>',
    ].join('\n');
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('\n')}\n</testsuites>\n`;
}

function testCase(flowId: string, { name, durationMs, differences }: CaseResult): string {
  const head = `    <testcase classname="${escaped(flowId)}" name="${escaped(name)}" time="${(durationMs / 1000).toFixed(3)}"`;
  if (differences.length === 0) return `${head}/>`;
  const text = escaped(differences.map(sentenceOf).join('\n'));
  return `${head}>\n      <failure message="${differences.length} differences">${text}</failure>\n    </testcase>`;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  // XML has no place for control characters, escaped or not.
  return text.replaceAll(/[&<>"]/g, found => entities[found] ?? '').replaceAll(/(?![\t\n\r])\p{Cc}/gu, '?');
}
