import { ConfigError, readConfig } from './config.ts';
import { Redactor } from './secrets/redactor.ts';
import { startRuntime } from './start-runtime.ts';
import { createLog } from './telemetry/log.ts';

const startedAt = performance.now();
const announce = (sentence: string) => process.stdout.write(`${sentence}\n`);

try {
  const config = readConfig(process.env);
  const redactor = new Redactor();
  const log = createLog(config.logLevel, redactor.text);
  const runtime = await startRuntime({
    config,
    log,
    redactor,
    announce,
    onFatal(error) {
      log.fatal({ err: error }, 'The runtime cannot go on');
      process.exit(1);
    },
  });
  announce(
    `Lineshaft is running on ${runtime.url} (ready after ${((performance.now() - startedAt) / 1000).toFixed(1)} s). Stop it with Ctrl+C.`,
  );
  if (config.examples) {
    announce(`The example chain is alive. Look at an order: curl '${runtime.url}/api/executions?key=poNumber:4500001'`);
  }
  stopOnSignal(() => runtime.stop());
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  const sentences = error instanceof ConfigError ? reason : `Lineshaft could not start: ${reason}`;
  process.stderr.write(`${sentences}\n`);
  if (process.env['LINESHAFT_LOG'] === 'debug' && error instanceof Error)
    process.stderr.write(`${error.stack ?? ''}\n`);
  process.exitCode = 1;
}

function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      // A second signal does not wait.
      if (stopping) process.exit(1);
      stopping = true;
      announce('Stopping: finishing what is at work.');
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
          process.exit(1);
        },
      );
    });
  }
}
