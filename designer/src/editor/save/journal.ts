import type { JsonObject } from '../draft-flow.ts';

/** What a browser keeps of a flow until the runtime has it. */
interface JournalEntry {
  /** The revision that the edits began with, and what it said. */
  revision: number;
  base: JsonObject;
  document: JsonObject;
  /** Text of the JSON view that is no JSON yet. */
  text?: string | undefined;
}

/** Keeps edits in the browser at once, so that neither a reload nor a crash loses one. One entry for each flow. */
export interface Journal {
  read: () => JournalEntry | undefined;
  /** @returns whether it could be kept; a browser's space ends */
  write: (entry: JournalEntry) => boolean;
  clear: () => void;
}

/** A journal in the browser's storage, which writes before it returns. */
export function createJournal(flowId: string, storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>): Journal {
  const [key, baseKey] = [`lineshaft/draft/${flowId}`, `lineshaft/draft/${flowId}/base`];
  let keptBase: JsonObject | undefined;
  return {
    read() {
      const [entry, base] = [parsed(storage.getItem(key)), parsed(storage.getItem(baseKey))];
      if (!entry || !base || entry['revision'] !== base['revision']) return undefined;
      return { ...entry, base: base['base'] } as JournalEntry;
    },
    write({ revision, base, document, text }) {
      try {
        // The base is as large as the document and the same for many edits.
        if (keptBase !== base) storage.setItem(baseKey, JSON.stringify({ revision, base }));
        keptBase = base;
        storage.setItem(key, JSON.stringify({ revision, document, text }));
        return true;
      } catch {
        // The space is used up or forbidden: the state of saving says that only the runtime can keep it.
        keptBase = undefined;
        return false;
      }
    },
    clear() {
      storage.removeItem(key);
      storage.removeItem(baseKey);
      keptBase = undefined;
    },
  };
}

function parsed(text: string | null): JsonObject | undefined {
  return text === null ? undefined : (JSON.parse(text) as JsonObject);
}
