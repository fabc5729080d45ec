import { LineshaftError, TerminalError } from '@lineshaft/flow';
import pg from 'pg';
import { reasonFor } from '../outbound/reasons.ts';

/**
 * What went wrong with the database, as the engine knows it. Nothing that the server says about data gets through, and
 * the server's error is no `cause`: it quotes values. Names of tables, columns and constraints are shown.
 * @returns the cause itself when neither the database nor the way to it is to blame
 */
export function databaseFailure(cause: unknown): unknown {
  if (cause instanceof LineshaftError || !(cause instanceof Error)) return cause;
  if (cause instanceof pg.DatabaseError) return refusal(cause);
  const { code } = cause as NodeJS.ErrnoException;
  if (typeof code === 'string') return unreachable(`The database did not answer: ${reasonFor(code)}.`, code, cause);
  if (cause.message.startsWith('SASL')) return unusable('The database asks for a password in a way that does not fit.');
  if (/SSL connection/.test(cause.message))
    return unreachable('The database does not offer TLS. Switch it on there.', 'no TLS', cause);
  if (/^(Connection terminated|timeout exceeded|Client has encountered)/i.test(cause.message))
    return unreachable('The connection to the database broke off, or was not made in time.', 'broken off', cause);
  return cause;
}

function unreachable(text: string, reason: string, cause: Error): LineshaftError {
  return new LineshaftError('target-unreachable', text, { cause, details: { reason } });
}

function unusable(text: string, details: Record<string, unknown> = {}): LineshaftError {
  return new LineshaftError('connection-unusable', `${text} Check the settings of the connection.`, { details });
}

/** Trying again cannot help: the statement, or the data in it, is not what the database takes. */
const terminalClasses: Readonly<Record<string, string>> = {
  '0A': 'it cannot do that',
  '21': 'a statement touches one row twice, or gives more rows than it may',
  '22': 'a value does not fit its column or type',
  '23': 'a constraint does not hold',
  '42': 'the statement cannot be run as it is',
  '44': 'a row does not belong in the view',
  '54': 'the statement is too large',
  P0: 'a rule of its own refused it',
};

const constraints: Readonly<Record<string, string>> = {
  '23502': 'a value is missing',
  '23503': 'a row that is referred to is missing, or one that is referred to would be removed',
  '23505': 'a row with this key exists',
  '23514': 'a value is not allowed',
  '23P01': 'a row overlaps with another one',
};

function refusal(error: pg.DatabaseError): LineshaftError {
  const { code: state = '', schema, table, column, constraint } = error;
  const names = { table: table && schema ? `${schema}.${table}` : table, column, constraint };
  const details = { sqlState: state, ...defined(names) };
  const kind = state.slice(0, 2);
  if (kind === '28' || kind === '3D') return unusable(`The database does not let this user in (${state}).`, details);
  if (kind === '08' || state.startsWith('57P'))
    return new LineshaftError('target-unreachable', `The database is not to be reached just now (${state}).`, {
      details,
    });
  const reason = constraints[state] ?? terminalClasses[kind];
  if (reason === undefined)
    return new LineshaftError('target-failed', `The database could not do it just now (${state}).`, { details });
  const named = Object.entries(defined(names)).map(([what, name]) => ` ${what} ${name}`);
  const text = `The database refused: ${reason} (${state}${named.length > 0 ? ',' : ''}${named.join(',')}).${inWords(error)}`;
  return new TerminalError('target-rejected', text, { details });
}

/** What is wrong with the statement itself: quotes its text, which is the flow's own. Not from inside a function. */
function inWords({ code, message, where, internalQuery }: pg.DatabaseError): string {
  const isAboutStatement = code?.startsWith('42') && where === undefined && internalQuery === undefined;
  return isAboutStatement ? ` It says: ${message}.` : '';
}

function defined(names: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(names).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
