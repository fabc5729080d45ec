import { Comparison, type Verdict, tally } from './comparison.ts';
import { meetsSuite, readSuite } from './suite.ts';

export interface SuiteReport {
  /** By id of the case: what is different. */
  differences: Map<string, string>;
  /** By id of the case: what is not held against us, and why. */
  excepted: Map<string, string>;
  summary: string;
}

/** Every case of the suite on its own input, with its own bindings and limits. */
export async function compareSuite(folder: string): Promise<SuiteReport> {
  const differences = new Map<string, string>();
  const excepted = new Map<string, string>();
  const verdicts: Verdict[] = [];
  let met = 0;
  for (const one of readSuite(folder)) {
    const { verdict, details, reference } = await new Comparison(one.text, one.bindings, one.limits).on(one.input);
    verdicts.push(verdict);
    if (meetsSuite(one, reference)) met++;
    if (verdict === 'different') differences.set(one.id, `${one.text}\n  ${details}`);
    else if (verdict !== 'same') excepted.set(one.id, verdict);
  }
  const summary = `suite: ${verdicts.length.toLocaleString('en')} cases, of which jsonata meets ${met.toLocaleString('en')}; here ${tally(verdicts)}`;
  return { differences, excepted, summary };
}
