import type { FaultCase } from './fault-case.ts';
import { balance } from './lab/books.ts';
import { deliveryFlow } from './lab/delivery-flow.ts';
import { documents } from './lab/senders.ts';
import type { Document, Taken } from './lab/target.ts';
import { until } from './lab/until.ts';

const revisions = 5;
const suppliers = 20;

/**
 * Every document comes twice at the same time and once more later (idempotency keys); corrections come out of order, in
 * transmissions of their own (resequencer), some of them twice (duplicate gate).
 */
export const duplicateIntake: FaultCase = {
  promise: 'duplicates and disorder at the intake: each document has one effect, and those of a key leave in order',
  inTests: ['pglite'],
  async run(lab) {
    const scene = await lab.scene({ flow: { orderingKey: 'key' } });
    const { runtime, senders, target } = scene;
    const plain = documents('twice', lab.many(2000), index => ({ key: `k${index % suppliers}` }));
    await Promise.all([senders.send(plain), senders.send(plain)]);
    await senders.send(shuffle(plain));

    await runtime.process.publish(correctionsFlow());
    const corrections = lab.senders(runtime, 'corrections');
    const sent = documents('revision', lab.many(1000), index => ({
      key: `order-${Math.floor(index / revisions)}`,
      sequence: (index % revisions) + 1,
    }));
    // The same revision in another transmission: only the gate can know it.
    const again: Document[] = sent.map(document => ({ ...document, number: `${document.number}-again` }));
    await corrections.send(shuffle([...sent, ...again]));
    const complete = () => new Set(target.taken.filter(isRevision).map(revisionOf)).size === sent.length;
    lab.promise(await until(complete, 120_000), 'revisions did not arrive');

    const plainFigures = await lab.settle(scene);
    const revisionsTaken = target.taken.filter(isRevision);
    const figures = balance(
      [...senders.accepted, ...sent.map(({ key, sequence }) => revisionOf({ key, sequence }))],
      target.taken.map(each => (isRevision(each) ? { ...each, number: revisionOf(each) } : each)),
    );
    lab.promise(inOrder(revisionsTaken), 'revisions left out of order');
    lab.note(
      `${plain.length} documents sent three times, ${sent.length} revisions twice; ${target.taken.length} deliveries`,
    );
    return { ...figures, repeated: plainFigures.repeated };
  },
};

function correctionsFlow(): Record<string, unknown> {
  const gate = {
    id: 'gate',
    type: 'duplicate-gate',
    name: 'Known?',
    config: { document: 'revision', key: 'key & "/" & sequence', content: 'sequence' },
  };
  const resequencer = {
    id: 'order',
    type: 'resequencer',
    name: 'In order',
    config: { key: 'key', sequence: 'sequence' },
  };
  return deliveryFlow({
    id: 'corrections',
    orderingKey: 'key',
    between: [
      { node: gate, ports: ['new'] },
      { node: resequencer, ports: ['out'] },
    ],
  });
}

const isRevision = ({ sequence }: Pick<Taken, 'sequence'>) => sequence !== undefined;
const revisionOf = ({ key, sequence }: Pick<Taken, 'key' | 'sequence'>) => `${key}/${sequence}`;

function inOrder(taken: readonly Taken[]): boolean {
  const last = new Map<string | undefined, number>();
  return taken.every(({ key, sequence = 0 }) => {
    // One that is repeated under the same key comes again, but none comes too early.
    const expected = (last.get(key) ?? 0) + 1;
    last.set(key, Math.max(sequence, expected - 1));
    return sequence <= expected;
  });
}

function shuffle<Item>(items: readonly Item[]): Item[] {
  return items
    .map(item => ({ item, place: Math.random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
