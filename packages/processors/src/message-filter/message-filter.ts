import { implement, passOn } from '@lineshaft/flow';
import { isTruthy } from '@lineshaft/jsonata';
import { overMessage } from '../over-message.ts';
import { discardedPort, messageFilterManifest } from './manifest.ts';

/** Message Filter: what does not meet the condition goes no further. */
export const messageFilter = implement(messageFilterManifest, ({ when, otherwise }) => {
  const condition = overMessage('The condition of the filter', when);
  return {
    process(message, context) {
      if (isTruthy(condition(message, context))) return [passOn(message, 'out')];
      return otherwise === 'port' ? [passOn(message, discardedPort)] : [];
    },
  };
});
