import type { FaultCase } from './fault-case.ts';
import { documents } from './lab/senders.ts';

const share = 0.05;

/** The target answers some requests with 500. */
export const randomFailures: FaultCase = {
  promise: '5 % random 5xx: every document is delivered all the same',
  inTests: ['postgres'],
  async run(lab) {
    const scene = await lab.scene();
    let failed = 0;
    scene.target.react = () => {
      if (Math.random() >= share) return 'take';
      failed++;
      return 'fail';
    };
    await scene.senders.send(documents('random', lab.many(5000)));
    const figures = await lab.settle(scene);
    lab.note(`${failed} answers of 500`);
    lab.promise(failed > 0 || figures.accepted < 100, 'the target did not fail once');
    return figures;
  },
};
