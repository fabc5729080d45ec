import { checkFlow, type CheckFlowOptions, type Problem } from '@lineshaft/flow';
import { checkExpression, checkTemplate } from '@lineshaft/jsonata';
import type { JsonObject } from '../draft-flow.ts';
import { nodeCatalog } from '../node-catalog.ts';

/** Everything that is wrong with a draft, as the runtime would say it. */
export function checkDraft(document: JsonObject, connections: CheckFlowOptions['connections']): Problem[] {
  return checkFlow(document, {
    nodeTypes: nodeCatalog,
    checkExpression: remembering(expressionFaults, text => checkExpression(text)?.message),
    checkTemplate: remembering(templateFaults, text => checkTemplate(text)?.message),
    connections,
  });
}

// A check reads every text of the flow, and between two checks one of them has changed.
const expressionFaults = new Map<string, string | undefined>();
const templateFaults = new Map<string, string | undefined>();
const maxTexts = 5000;

function remembering(faults: Map<string, string | undefined>, check: (text: string) => string | undefined) {
  return (text: string) => {
    if (!faults.has(text)) {
      if (faults.size >= maxTexts) faults.clear();
      faults.set(text, check(text));
    }
    return faults.get(text);
  };
}
