import { checkExpression, checkTypes, type Finding } from '@lineshaft/jsonata';
import type { CodeFault } from '../../ui/code-editor/code-fault.ts';
import { shapesOf, type Surroundings } from './known-input.ts';
import { messages } from './messages.ts';

/** What is wrong with an expression; if nothing is, what is likely to go wrong with the input that is known. */
export function faultsOfExpression(text: string, surroundings: Surroundings): CodeFault[] {
  if (text.trim() === '') return [];
  const error = checkExpression(text);
  if (error !== undefined) return [{ position: error.position, message: error.message }];
  return checkTypes(text, shapesOf(surroundings)).findings.map(finding => adviceOf(finding, surroundings));
}

function adviceOf({ kind, start, end, sentence, fix }: Finding, { input }: Surroundings): CodeFault {
  return {
    // However sure: another message may be another matter.
    severity: 'warning',
    position: start,
    end,
    message: sentence,
    ...(input && kind !== 'unknown-variable' ? { source: messages.judgedBy[input.from] } : {}),
    ...(fix ? { fix } : {}),
  };
}
