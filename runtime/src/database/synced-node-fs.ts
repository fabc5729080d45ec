import fs from 'node:fs';
import type { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';

type ModuleOptions = Parameters<NodeFS['init']>[1];

/** The inside of PGlite 0.5.16 that we rely on; `startPGlite` proves at every start that it still works. */
interface Emscripten {
  NODEFS?: { stream_ops?: { fsync?: (stream: { nfd?: number; path?: string }) => number } };
}

/**
 * PGlite's folder on disk, with real fsync. PGlite's own NodeFS leaves fsync out, so what PostgreSQL believes to be on
 * disk is only in the operating system's memory and lost in a power cut.
 */
export class SyncedNodeFS extends NodeFS {
  /** How often the write-ahead log was synced. */
  walSyncs = 0;
  readonly #onSyncFailure: (error: unknown) => void;

  /** `onSyncFailure` must not return: after a failed fsync nobody knows what is on disk. */
  constructor(folder: string, onSyncFailure: (error: unknown) => never) {
    super(folder);
    this.#onSyncFailure = onSyncFailure;
  }

  override async init(pglite: PGlite, options: ModuleOptions): Promise<{ emscriptenOpts: ModuleOptions }> {
    const { emscriptenOpts } = await super.init(pglite, options);
    const hook = (module: unknown): void => this.#hook(module as Emscripten);
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), hook] } };
  }

  #hook(module: Emscripten): void {
    const streamOps = module.NODEFS?.stream_ops;
    if (!streamOps) throw new Error('PGlite has no NODEFS.stream_ops, where fsync has to be added.');
    streamOps.fsync = stream => {
      try {
        // Folders, too, are open descriptors here.
        if (stream.nfd === undefined) throw new Error(`${stream.path ?? 'a file'} has no descriptor to sync.`);
        fs.fdatasyncSync(stream.nfd);
      } catch (error) {
        this.#onSyncFailure(error);
      }
      if (stream.path?.includes('/pg_wal/')) this.walSyncs += 1;
      return 0;
    };
  }
}
