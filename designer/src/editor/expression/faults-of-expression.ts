import { checkExpression, checkTemplate, checkTypes, type Finding, insertionsOf } from '@lineshaft/jsonata';
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

/** The same of all expressions in a template. */
export function faultsOfTemplate(text: string, surroundings: Surroundings): CodeFault[] {
  const error = checkTemplate(text);
  if (error !== undefined) return [{ position: error.position, message: error.message }];
  return insertionsOf(text).flatMap(({ text: expression, offset }) =>
    faultsOfExpression(expression, surroundings).map(fault => shifted(fault, offset)),
  );
}

function shifted({ position, end = position + 1, fix, ...fault }: CodeFault, offset: number): CodeFault {
  const edits = fix?.edits.map(edit => ({ ...edit, start: edit.start + offset, end: edit.end + offset }));
  return {
    ...fault,
    position: position + offset,
    end: end + offset,
    ...(fix && edits ? { fix: { ...fix, edits } } : {}),
  };
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
