import { durationMs, implement, LineshaftError, type PollTurn, TerminalError } from '@lineshaft/flow';
import { folderConnection } from '../connection/connection.ts';
import { failureCode, fileFailure } from '../file-failure.ts';
import { fileReadManifest } from './manifest.ts';
import { ReadyFiles } from './ready-files.ts';
import { type Inbox, takeFile } from './take-file.ts';

/** So many files are taken in one turn; then the next one looks for older ones again. */
const filesInTurn = 100;

/** Polling Consumer of a folder. Polling, as nothing else is told of what other machines write into a mounted folder. */
export const fileRead = implement(fileReadManifest, config => {
  const { folder, readyWhen, markerSuffix, maxBytes, contentType, pattern } = config;
  return {
    async receive(context) {
      const root = context.connect(folderConnection);
      const files = new ReadyFiles({ pattern, readyWhen, markerSuffix, stableForMs: durationMs(config.stableFor) });

      async function openInbox(): Promise<Inbox> {
        const path = await root.enter(folder);
        const archivePath = await root.enter(config.archive, { create: true });
        const errorsPath = await root.enter(config.errors, { create: true });
        if (archivePath === path || errorsPath === path) throw goesInCircles();
        return {
          folder,
          path,
          archivePath,
          errorsPath,
          maxBytes,
          contentType,
          markerSuffix: readyWhen === 'marker' ? markerSuffix : undefined,
        };
      }

      async function take({ signal }: PollTurn): Promise<{ more: boolean }> {
        const inbox = await openInbox();
        const ready = await lookInto(inbox, files);
        const failures: unknown[] = [];
        for (const file of ready.slice(0, filesInTurn)) {
          signal.throwIfAborted();
          try {
            await takeFile(inbox, file, async message => context.accept(message));
          } catch (cause) {
            // One file that cannot be read or moved does not keep back the others; a runtime that refuses does.
            if (failureCode(cause) === undefined) throw cause;
            failures.push(fileFailure(`The file ${file.name}, or the folder it goes to,`, cause));
          }
        }
        if (failures.length > 0) throw failuresOf(failures);
        return { more: ready.length > filesInTurn };
      }

      context.poll(durationMs(config.every), take);
      // The runtime ends the polling.
      return async () => {};
    },
  };
});

async function lookInto(inbox: Inbox, files: ReadyFiles) {
  try {
    return await files.look(inbox.path, performance.now());
  } catch (cause) {
    throw fileFailure(inbox.folder === '' ? 'The folder of the connection' : `The folder ${inbox.folder}`, cause);
  }
}

function failuresOf(failures: unknown[]): unknown {
  const [first] = failures;
  if (failures.length === 1 || !(first instanceof LineshaftError)) return first;
  return new LineshaftError(first.code, `${failures.length} files cannot be taken. ${first.message}`);
}

function goesInCircles(): TerminalError {
  return new TerminalError(
    'config-invalid',
    'Archive or error folder lead to the folder that is looked at. Name other ones.',
  );
}
