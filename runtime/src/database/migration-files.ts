import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { LineshaftError } from '@lineshaft/flow';

export interface MigrationFile {
  /** Without the folder, such as `0001-ledger.sql`. */
  name: string;
  sql: string;
  /** Of the text with line ends as LF, so that a checkout on Windows is the same migration. */
  sha256: string;
}

/** All `NNNN-name.sql` of a folder, in the order of their numbers. */
export function readMigrationFiles(folder: URL): MigrationFile[] {
  const names = fs
    .readdirSync(folder)
    .filter(name => name.endsWith('.sql'))
    .sort();
  for (const [index, name] of names.entries()) {
    if (!/^\d{4}-[a-z0-9-]+\.sql$/.test(name)) {
      throw new LineshaftError('config-invalid', `The migration ${name} is not named like 0001-name.sql.`);
    }
    if (name.slice(0, 4) === names[index - 1]?.slice(0, 4)) {
      throw new LineshaftError(
        'config-invalid',
        `The migrations ${names[index - 1]} and ${name} have the same number.`,
      );
    }
  }
  return names.map(name => {
    const sql = fs.readFileSync(new URL(name, folder), 'utf8').replaceAll('\r\n', '\n');
    return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
  });
}
