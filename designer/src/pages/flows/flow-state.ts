import type { FlowSummary } from '@lineshaft/api';
import { messages } from './messages.ts';

const texts = messages.states;

/** Whether a flow takes messages, and with what. */
export function flowState({ enabled, publishedVersion, draftDiffers }: FlowSummary) {
  if (publishedVersion === null) return { tone: 'quiet', text: texts.draft, hint: texts.draftHint } as const;
  if (!enabled) return { tone: 'quiet', text: texts.disabled, hint: texts.disabledHint } as const;
  return draftDiffers
    ? ({ tone: 'wait', text: texts.differs(publishedVersion), hint: texts.differsHint } as const)
    : ({ tone: 'good', text: texts.published(publishedVersion), hint: texts.publishedHint } as const);
}
