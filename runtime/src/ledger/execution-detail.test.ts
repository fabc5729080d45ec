import { Body, type Emitted } from '@lineshaft/flow';
import { beforeEach, expect, it } from 'vitest';
import { describeOnEachDatabase } from '../database/testing.ts';
import { readTrace } from './execution-detail.ts';
import { newId } from './ids.ts';
import { acceptance, checkpoint, emptyLedger, nodeRun, settlement, TestProcess } from './ledger-testing.ts';

const item = (port: string, body: Body): Emitted => ({
  port,
  contentType: 'application/json',
  headers: { 'x-from': port },
  body,
});

describeOnEachDatabase('the trace of an execution', database => {
  let process: TestProcess;
  beforeEach(async () => {
    await emptyLedger(database().pool);
    process = await TestProcess.start(database().pool);
  });

  it('has the message as it came and nothing else before anything was done', async () => {
    const accepted = acceptance({ body: Body.fromText('{"po": 1.0}') });
    await process.accept(accepted);
    const trace = await readTrace(database().kysely, accepted.executionId);
    expect(trace).toMatchObject({
      message: { id: accepted.message.id, sourceNode: 'webhook', causationId: null, headers: { 'x-a': 'b' } },
      nodeRuns: [],
      pending: [],
    });
    expect(trace?.message.body.bytes?.toString()).toBe('{"po": 1.0}');
    expect(trace?.message.receivedAt).toBeInstanceOf(Date);
  });

  it('shows every attempt with input and outputs, through what is kept only once', async () => {
    const message = Body.fromJson({ po: 1 });
    const [mapped, other] = [Body.fromJson({ mapped: true }), Body.fromText('other')];
    await process.accept(acceptance({ body: message }));
    const [leased] = await process.lease();
    if (!leased) throw new Error('not due');
    const pending = { run: 5, nodeId: 'post', from: { run: 3, item: 1 }, attempts: 1, tries: 1, dead: true };
    await process.settle(
      settlement(leased, 'dead-lettered', {
        checkpoint: checkpoint(pending),
        nodeRuns: [
          // Passes the message on unchanged; so does the next with what the third made.
          nodeRun(1, { input: message, emitted: [item('out', message)] }),
          nodeRun(2, { input: message, from: { run: 1, item: 0 }, emitted: [item('a', other), item('b', mapped)] }),
          nodeRun(3, { input: mapped, from: { run: 2, item: 1 }, emitted: [item('x', other), item('y', mapped)] }),
          nodeRun(4, { input: other, from: { run: 3, item: 0 }, emitted: [] }),
          nodeRun(5, {
            input: mapped,
            from: { run: 3, item: 1 },
            state: 'failed',
            error: { code: 'target-rejected', message: 'No.', details: { status: 400 } },
          }),
        ],
      }),
    );
    const trace = await readTrace(database().kysely, leased.id);
    expect(
      trace?.nodeRuns.map(run => [
        run.run,
        run.input.body.bytes?.toString(),
        ...run.outputs.map(output => `${output.port} ${String(output.body.bytes)}`),
      ]),
    ).toEqual([
      [1, '{"po":1}', 'out {"po":1}'],
      [2, '{"po":1}', 'a other', 'b {"mapped":true}'],
      [3, '{"mapped":true}', 'x other', 'y {"mapped":true}'],
      [4, 'other'],
      [5, '{"mapped":true}'],
    ]);
    expect(trace?.nodeRuns[4]).toMatchObject({
      nodeId: 'node-5',
      attempt: 1,
      state: 'failed',
      durationMs: 1.5,
      error: { code: 'target-rejected', details: { status: 400 } },
      from: { run: 3, item: 1 },
      input: { contentType: 'application/json', headers: { 'x-from': 'y' } },
    });
    expect(trace?.pending).toEqual([pending]);
  });

  it('takes the outputs of the attempt that succeeded', async () => {
    await process.accept(acceptance());
    const [leased] = await process.lease();
    if (!leased) throw new Error('not due');
    await process.settle(
      settlement(leased, 'succeeded', {
        nodeRuns: [
          nodeRun(1, { attempt: 1, state: 'failed', error: { code: 'timeout', message: 'Late.' } }),
          nodeRun(1, { attempt: 2, emitted: [item('out', Body.fromText('second'))] }),
          nodeRun(2, { from: { run: 1, item: 0 } }),
        ],
      }),
    );
    const trace = await readTrace(database().kysely, leased.id);
    expect(trace?.nodeRuns.map(run => [run.run, run.attempt, run.state])).toEqual([
      [1, 1, 'failed'],
      [1, 2, 'succeeded'],
      [2, 1, 'succeeded'],
    ]);
    expect(trace?.nodeRuns[2]?.input.body.bytes?.toString()).toBe('second');
  });

  it('knows what it does not know', async () => {
    expect(await readTrace(database().kysely, newId())).toBeUndefined();
  });
});
