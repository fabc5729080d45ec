import type { TriedRun } from '@lineshaft/api';
import type { ShownItem } from './message-of-body.ts';
import { messages } from './messages.ts';

const texts = messages.panel.groups;

/** What went out of a node one way: through a port, as the reply, to other flows. */
export interface OutputGroup {
  key: string;
  label: string;
  items: ShownItem[];
}

/** What a run sent out, by where it went. @param portTitles by name of the port */
export function outputGroups(
  { outputs, reply, sent }: Pick<TriedRun, 'reply' | 'sent'> & { outputs: readonly (ShownItem & { port: string })[] },
  portTitles: ReadonlyMap<string, string>,
): OutputGroup[] {
  const named = (name: string, items: readonly ShownItem[], label: string): OutputGroup => ({
    key: name,
    label,
    items: [...items],
  });
  return [
    ...[...Map.groupBy(outputs, ({ port }) => port)].map(([port, items]) =>
      named(`port ${port}`, items, portTitles.get(port) ?? port),
    ),
    ...(reply ? [named('reply', [reply], texts.reply(reply.status))] : []),
    ...[...Map.groupBy(sent, targetOf)].map(([target, items]) => named(`sent ${target}`, items, target)),
  ];
}

/** JSON items as one list, to be looked at together; undefined when one of them is something else. */
export function joinedItems(items: readonly ShownItem[]): ShownItem | undefined {
  if (items.length < 2 || items.some(({ json }) => json === undefined)) return undefined;
  return {
    contentType: 'application/json',
    headers: {},
    size: items.reduce((sum, { size }) => sum + size, 0),
    truncated: false,
    json: items.map(({ json }) => json),
  };
}

function targetOf({ topic, flowId }: { topic?: string | undefined; flowId?: string | undefined }): string {
  return topic === undefined ? texts.flow(flowId ?? '') : texts.topic(topic);
}
