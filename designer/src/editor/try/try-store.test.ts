import type { Trial } from '@lineshaft/api';
import { expect, it } from 'vitest';
import type { TryRequest } from '../../api/try.ts';
import { createTryStore } from './try-store.ts';

const request: TryRequest = { definition: {}, sample: { id: 's' } };
const trial = (entry: string): Trial => ({
  entry,
  refused: null,
  keys: {},
  executions: [],
  kept: [],
  endedBy: null,
  durationMs: 1,
});

/** A store whose requests are answered by hand. */
function opened() {
  const asked: { request: TryRequest; answer: (trial: Trial) => void; refuse: (error: Error) => void }[] = [];
  const store = createTryStore(
    (sent, signal) =>
      new Promise((answer, refuse) => {
        signal.addEventListener('abort', () => refuse(signal.reason as Error));
        asked.push({ request: sent, answer, refuse });
      }),
  );
  return { store, asked };
}

it('shows the last run, and nodes that were run alone since', async () => {
  const { store, asked } = opened();
  const whole = store.getState().run(request);
  asked[0]?.answer(trial('in'));
  await whole;
  const single = store.getState().run({ ...request, only: 'map' });
  asked[1]?.answer(trial('map'));
  await single;
  expect(store.getState().last?.trial.entry).toBe('in');
  expect(store.getState().alone.get('map')?.trial.entry).toBe('map');
  const again = store.getState().run(request);
  asked[2]?.answer(trial('in'));
  await again;
  expect(store.getState().alone.size).toBe(0);
});

it('lets a newer run take the place of one that is on its way', async () => {
  const { store, asked } = opened();
  const first = store.getState().run(request);
  const second = store.getState().run({ ...request, source: 'clock' });
  await first;
  expect(store.getState().isRunning).toBe(true);
  asked[1]?.answer(trial('clock'));
  await second;
  expect(store.getState()).toMatchObject({ isRunning: false, error: undefined, last: { trial: { entry: 'clock' } } });
});

it('keeps what it showed when a run is refused, and says why', async () => {
  const { store, asked } = opened();
  const good = store.getState().run(request);
  asked[0]?.answer(trial('in'));
  await good;
  const bad = store.getState().run(request);
  asked[1]?.refuse(new Error('A node cannot be run.'));
  await bad;
  expect(store.getState().last?.trial.entry).toBe('in');
  expect(store.getState().error?.message).toBe('A node cannot be run.');
});

it('is quiet about a run that a person stopped', async () => {
  const { store } = opened();
  const run = store.getState().run(request);
  store.getState().stop();
  await run;
  expect(store.getState()).toMatchObject({ isRunning: false, isStopped: true, error: undefined });
  void store.getState().run(request);
  expect(store.getState().isStopped).toBe(false);
});

it('never runs again what was really sent, to show more of it', async () => {
  const { store, asked } = opened();
  const sent = store.getState().run({ ...request, reallySend: true });
  asked[0]?.answer(trial('in'));
  await sent;
  await store.getState().loadWhole('map');
  expect(asked).toHaveLength(1);
});
