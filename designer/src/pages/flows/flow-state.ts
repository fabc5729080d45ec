import type { FlowSummary } from '@lineshaft/api';
import { messages } from './messages.ts';

const texts = messages.states;

/** Whether a flow takes messages, and with what. */
export function flowState({
  enabled,
  publishedVersion,
  draftDiffers,
  obstacles,
}: Pick<FlowSummary, 'enabled' | 'publishedVersion' | 'draftDiffers' | 'obstacles'>) {
  if (publishedVersion === null) return { tone: 'quiet', text: texts.draft, hint: texts.draftHint } as const;
  if (!enabled) return { tone: 'quiet', text: texts.disabled, hint: texts.disabledHint } as const;
  const hint = obstacles.map(({ message }) => message).join(' ');
  if (obstacles.some(({ kind }) => kind === 'intake')) return { tone: 'bad', text: texts.noIntake, hint } as const;
  if (obstacles.length > 0) return { tone: 'wait', text: texts.waits, hint } as const;
  return draftDiffers
    ? ({ tone: 'wait', text: texts.differs(publishedVersion), hint: texts.differsHint } as const)
    : ({ tone: 'good', text: texts.published(publishedVersion), hint: texts.publishedHint } as const);
}
