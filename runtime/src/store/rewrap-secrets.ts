import type { Kysely } from 'kysely';
import type { Tables } from '../database/tables.ts';
import { rewrapSecret, type SealedSecret } from '../secrets/envelope.ts';
import type { KeyRing } from '../secrets/key-ring.ts';

/**
 * Brings every secret under the current key: those of the previous one are wrapped anew.
 * @returns how many
 * @throws Error with a sentence that says what to do when there are secrets of a key that is not known
 */
export async function rewrapSecrets(db: Kysely<Tables>, keys: KeyRing): Promise<number> {
  return db.transaction().execute(async tx => {
    const rows = await tx
      .selectFrom('connection_environment')
      .select(['connection_id', 'environment', 'secrets'])
      .orderBy('connection_id')
      .orderBy('environment')
      .forUpdate()
      .execute();
    const all = rows.flatMap(row => Object.values(row.secrets));
    const unknown = new Set(all.map(({ envelope }) => envelope.kid).filter(kid => !keys.knows(kid)));
    if (unknown.size > 0) {
      throw new Error(
        `This database holds secrets that were encrypted with the key ${[...unknown].join(' and ')}, but this process has the key ${keys.current.kid}. ` +
          'Set LINESHAFT_KEK or LINESHAFT_KEK_FILE to the key that was used before; if it is to be replaced, set LINESHAFT_KEK_PREVIOUS to it.',
      );
    }
    let count = 0;
    for (const { connection_id: connectionId, environment, secrets } of rows) {
      const old = Object.entries(secrets).filter(([, { envelope }]) => envelope.kid !== keys.current.kid);
      if (old.length === 0) continue;
      const rewrapped = old.map(([field, { version, envelope }]): [string, SealedSecret] => [
        field,
        { version, envelope: rewrapSecret(envelope, { connectionId, environment, field, version }, keys) },
      ]);
      await tx
        .updateTable('connection_environment')
        .set({ secrets: JSON.stringify({ ...secrets, ...Object.fromEntries(rewrapped) }) })
        .where('connection_id', '=', connectionId)
        .where('environment', '=', environment)
        .execute();
      count += old.length;
    }
    return count;
  });
}
