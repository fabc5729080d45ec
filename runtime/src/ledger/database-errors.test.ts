import { describe, expect, it } from 'vitest';
import { isTransient } from './database-errors.ts';

const failure = (message: string, fields: object = {}) => Object.assign(new Error(message), fields);

describe('what may succeed later', () => {
  it.each([
    ['a server that is not there', failure('connect ECONNREFUSED', { code: 'ECONNREFUSED', syscall: 'connect' })],
    [
      'a socket file that is gone',
      failure('connect ENOENT /run/.s.PGSQL.5432', { code: 'ENOENT', syscall: 'connect' }),
    ],
    ['a host without a route', failure('connect EHOSTDOWN', { code: 'EHOSTDOWN', syscall: 'connect' })],
    ['several addresses that refuse', failure('', { code: 'ECONNREFUSED' })],
    ['a pipe that broke', failure('write EPIPE', { code: 'EPIPE' })],
    ['an answer that never came', failure('Query read timeout')],
    ['a pool that is being closed', failure('Cannot use a pool after calling end on the pool')],
    [
      'a name that cannot be looked up',
      failure('getaddrinfo EAI_FAIL db', { code: 'EAI_FAIL', syscall: 'getaddrinfo' }),
    ],
    ['too many open files', failure('connect EMFILE', { code: 'EMFILE', syscall: 'connect' })],
    ['a connection that broke', failure('Connection terminated unexpectedly')],
    ['a pool without a free connection', failure('timeout exceeded when trying to connect')],
    ['a server that shuts down', failure('terminating connection', { code: '57P01' })],
    ['a deadlock', failure('deadlock detected', { code: '40P01' })],
    ['a lock that came too late', failure('canceling statement due to lock timeout', { code: '55P03' })],
    ['a transaction that stood still too long', failure('idle-in-transaction timeout', { code: '25P03' })],
    ['a standby', failure('cannot execute UPDATE in a read-only transaction', { code: '25006' })],
    ['a password that is being changed', failure('password authentication failed', { code: '28P01' })],
    ['a database that is being restored', failure('database "x" does not exist', { code: '3D000' })],
  ])('%s', (_, error) => {
    expect(isTransient(error)).toBe(true);
  });

  it.each([
    ['text that PostgreSQL cannot hold', failure('invalid byte sequence', { code: '22021' })],
    ['a row that is there', failure('duplicate key', { code: '23505' })],
    ['a table that is missing', failure('relation does not exist', { code: '42P01' })],
    ['a bug of ours', new TypeError('Do not know how to serialize a BigInt')],
    ['what is no error', 'boom'],
  ])('not: %s', (_, error) => {
    expect(isTransient(error)).toBe(false);
  });
});
