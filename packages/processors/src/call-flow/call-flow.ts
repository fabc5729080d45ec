import { implement, passOn } from '@lineshaft/flow';
import { askFlow } from '../ask-flow.ts';
import { callFlowManifest } from './manifest.ts';

/** Hands over, or asks: with `awaitReply` it is Request-Reply between two flows. */
export const callFlow = implement(callFlowManifest, ({ flow, awaitReply }) => ({
  async deliver(message, context) {
    if (awaitReply) {
      const { contentType, headers, body } = await askFlow(flow, message, context);
      return [{ port: 'reply', contentType, headers, body }];
    }
    const { contentType, headers, body } = message;
    await context.channels.call(flow, { contentType, headers, body }, false, context.signal);
    return [passOn(message, 'out')];
  },
}));
