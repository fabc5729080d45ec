import { connect } from 'node:net';
import type { FaultCase } from './fault-case.ts';
import { documents } from './lab/senders.ts';
import type { Document } from './lab/target.ts';

const share = 0.05;

/** Senders break off in mid-request; the target takes documents and resets the connection in mid-answer. */
export const connectionReset: FaultCase = {
  promise: 'connections reset in mid-body: half a document is not accepted, a delivery is repeated under the same key',
  inTests: ['postgres'],
  async run(lab) {
    const scene = await lab.scene();
    const { runtime, senders, target } = scene;
    let brokenOff = 0;
    target.react = () => {
      if (Math.random() >= share && brokenOff > 0) return 'take';
      brokenOff++;
      return 'break-off';
    };
    const url = new URL(`${runtime.url}/in/faults`);
    const halves = documents('half', lab.many(200), () => ({ text: 'x'.repeat(2000) }));
    await Promise.all([
      senders.send(documents('whole', lab.many(3000))),
      ...halves.map(document => sendHalf(url, document)),
    ]);
    const figures = await lab.settle(scene);
    const halfAccepted = target.taken.filter(({ number }) => number.startsWith('half-')).length;
    lab.promise(halfAccepted === 0, `${halfAccepted} documents were accepted by half`);
    lab.promise(figures.repeated > 0, 'no delivery was broken off');
    lab.note(`${halves.length} requests and ${brokenOff} answers broken off`);
    // A sender that broke off has no receipt, and sends again.
    await senders.send(halves);
    return lab.settle(scene);
  },
};

async function sendHalf(url: URL, document: Document): Promise<void> {
  const body = JSON.stringify(document);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const socket = connect(Number(url.port), url.hostname);
  socket.once('error', reject);
  socket.once('close', () => resolve());
  const head = `POST ${url.pathname} HTTP/1.1\r\nhost: ${url.host}\r\ncontent-type: application/json\r\n`;
  socket.write(`${head}content-length: ${body.length}\r\n\r\n${body.slice(0, body.length / 2)}`, () =>
    socket.resetAndDestroy(),
  );
  await promise;
}
