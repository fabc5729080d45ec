import { Body, type Emitted, implement, LineshaftError, passOn, toErrorRecord } from '@lineshaft/flow';
import { type OverMessage, overMessage } from '../over-message.ts';
import { releasedFrom } from '../released-from.ts';
import { wireTapManifest } from './manifest.ts';

/** Wire Tap: the copy is an execution of its own, so that what goes wrong with it goes wrong there. */
export const wireTap = implement(wireTapManifest, ({ select }) => {
  const selection = select === undefined ? undefined : overMessage('The selection of the wire tap', select);
  return {
    async process(message, context) {
      const tap = (body: Body, headers = message.headers): Emitted => ({
        port: 'tap',
        contentType: 'application/json',
        headers,
        body,
      });
      // The whole message must not be let out in place of a selection that failed, nor the main way held up by it.
      const selected = (select: OverMessage): Emitted => {
        try {
          return tap(Body.fromJson(select(message, context)));
        } catch (fault) {
          if (!(fault instanceof LineshaftError)) throw fault;
          const record = toErrorRecord(fault);
          return tap(Body.fromJson(record), { ...message.headers, 'x-tap-failed': record.code });
        }
      };
      const copy = selection ? selected(selection) : passOn(message, 'tap');
      await context.state.release([releasedFrom(message, context.executionId, copy)]);
      return [passOn(message, 'out')];
    },
  };
});
