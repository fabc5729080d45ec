import { describe, expect, it } from 'vitest';
import { flowState } from './flow-state.ts';

const published = { enabled: true, publishedVersion: 3, draftDiffers: false, obstacles: [] };
const hold = { kind: 'delivery', message: 'The ERP is on hold.', connectionId: 'erp' } as const;
const taken = { kind: 'intake', message: 'The path "orders" is taken.' } as const;

describe('the state of a flow', () => {
  it('tells what runs, and whether the draft says something else', () => {
    expect(flowState(published)).toMatchObject({ tone: 'good', text: 'Published v3' });
    expect(flowState({ ...published, draftDiffers: true })).toMatchObject({ tone: 'wait', text: 'v3, draft differs' });
    expect(flowState({ ...published, publishedVersion: null })).toMatchObject({ text: 'Draft' });
    expect(flowState({ ...published, enabled: false })).toMatchObject({ text: 'Disabled' });
  });

  it('says that deliveries wait, and why', () => {
    expect(flowState({ ...published, obstacles: [hold] })).toEqual({
      tone: 'wait',
      text: 'Deliveries wait',
      hint: 'The ERP is on hold.',
    });
  });

  it('says before all else that no messages come in, with every reason', () => {
    expect(flowState({ ...published, draftDiffers: true, obstacles: [hold, taken] })).toEqual({
      tone: 'bad',
      text: 'Takes no messages',
      hint: 'The ERP is on hold. The path "orders" is taken.',
    });
  });
});
