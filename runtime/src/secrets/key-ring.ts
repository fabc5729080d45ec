import { createHash } from 'node:crypto';
import { LineshaftError } from '@lineshaft/flow';

/** A key encryption key; its id says which one without saying anything of it. */
export interface Kek {
  kid: string;
  key: Buffer;
}

export const kekBytes = 32;

/** The key encryption key that is in use, and the one before while it is being replaced. */
export class KeyRing {
  readonly current: Kek;
  readonly #keys: ReadonlyMap<string, Buffer>;

  constructor(current: Buffer, previous?: Buffer) {
    this.current = { kid: kidOf(current), key: current };
    const all = previous ? [previous, current] : [current];
    this.#keys = new Map(all.map(key => [kidOf(key), key]));
  }

  knows(kid: string): boolean {
    return this.#keys.has(kid);
  }

  /** @throws LineshaftError `connection-unusable` */
  keyOf(kid: string): Buffer {
    const key = this.#keys.get(kid);
    if (key) return key;
    throw new LineshaftError(
      'connection-unusable',
      `A secret was encrypted with the key ${kid}, which this process does not know: it knows ${[...this.#keys.keys()].join(' and ')}. Start it with the same LINESHAFT_KEK as the others.`,
    );
  }
}

function kidOf(key: Buffer): string {
  if (key.length !== kekBytes) throw new RangeError(`A key encryption key has ${kekBytes} bytes, not ${key.length}.`);
  return createHash('sha256').update('lineshaft kek ').update(key).digest('hex').slice(0, 16);
}
