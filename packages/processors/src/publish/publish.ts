import { implement, LineshaftError, passOn } from '@lineshaft/flow';
import { publishManifest } from './manifest.ts';

/** Publish-Subscribe Channel, its sending end. */
export const publish = implement(publishManifest, ({ topic, onNobody }) => ({
  async deliver(message, context) {
    const { contentType, headers, body } = message;
    const subscribers = await context.channels.publish(topic, { contentType, headers, body });
    if (subscribers.length === 0 && onNobody === 'fail') {
      throw new LineshaftError(
        'target-unreachable',
        `No enabled flow subscribes to the topic ${topic}. Publish a flow that does, or let the node go on without.`,
      );
    }
    return [{ ...passOn(message, 'out'), headers: { ...headers, 'x-subscribers': String(subscribers.length) } }];
  },
}));
