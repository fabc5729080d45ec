import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

describe('the configuration', () => {
  it('has a default for everything', () => {
    expect(readConfig({})).toEqual({
      host: '127.0.0.1',
      port: 4400,
      databaseUrl: undefined,
      dataFolder: '.lineshaft',
      environment: 'test',
      keys: { key: undefined, file: undefined, previous: undefined },
      examples: true,
      roles: new Set(['api', 'intake', 'worker', 'scheduler']),
      logLevel: 'warn',
    });
  });

  it('takes what the environment says, and an empty variable for none', () => {
    expect(
      readConfig({
        LINESHAFT_HOST: '::1',
        LINESHAFT_PORT: '0',
        DATABASE_URL: 'postgresql://u:p@db:5433/x?sslmode=require',
        LINESHAFT_DATA: '/data',
        LINESHAFT_ENVIRONMENT: 'production',
        LINESHAFT_KEK: Buffer.alloc(32, 1).toString('base64'),
        LINESHAFT_KEK_PREVIOUS: Buffer.alloc(32, 2).toString('base64'),
        LINESHAFT_EXAMPLES: 'off',
        LINESHAFT_ROLES: ' worker , scheduler,',
        LINESHAFT_LOG: 'debug',
        PATH: '/bin',
      }),
    ).toEqual({
      host: '::1',
      port: 0,
      databaseUrl: 'postgresql://u:p@db:5433/x?sslmode=require',
      dataFolder: '/data',
      environment: 'production',
      keys: { key: Buffer.alloc(32, 1), file: undefined, previous: Buffer.alloc(32, 2) },
      examples: false,
      roles: new Set(['worker', 'scheduler']),
      logLevel: 'debug',
    });
    expect(readConfig({ LINESHAFT_PORT: ' ', DATABASE_URL: '', LINESHAFT_ROLES: '' })).toEqual(readConfig({}));
  });

  it.each([
    ['LINESHAFT_HOST', '0.0.0.0', 'loopback'],
    ['LINESHAFT_PORT', '4400a', 'number'],
    ['LINESHAFT_PORT', '65536', '65535'],
    ['LINESHAFT_PORT', '-1', '0'],
    ['LINESHAFT_PORT', '80.5', 'int'],
    ['DATABASE_URL', 'mysql://localhost/x', 'postgres://'],
    ['LINESHAFT_ENVIRONMENT', 'Test', 'lower-case'],
    ['LINESHAFT_KEK', Buffer.alloc(31).toString('base64'), '32 bytes in base64'],
    ['LINESHAFT_KEK_PREVIOUS', 'x', '32 bytes in base64'],
    ['LINESHAFT_EXAMPLES', 'yes', '"on"'],
    ['LINESHAFT_ROLES', 'api,workers', '"worker"'],
    ['LINESHAFT_ROLES', ',', 'LINESHAFT_ROLES'],
    ['LINESHAFT_LOG', 'loud', '"debug"'],
  ])('refuses %s=%j, and says what it takes', (name, value, hint) => {
    expect(() => readConfig({ [name]: value })).toThrow(ConfigError);
    expect(() => readConfig({ [name]: value })).toThrow(name);
    expect(() => readConfig({ [name]: value })).toThrow(hint);
  });

  it('names every setting that is wrong, each in a line', () => {
    const read = () => readConfig({ LINESHAFT_PORT: 'x', LINESHAFT_LOG: 'x' });
    expect(read).toThrow(/^LINESHAFT_PORT: .*\nLINESHAFT_LOG: .*$/);
  });

  it('refuses two keys at once, and never repeats one', () => {
    const key = Buffer.alloc(32, 1).toString('base64');
    expect(() => readConfig({ LINESHAFT_KEK: key, LINESHAFT_KEK_FILE: '/k' })).toThrow('Leave one of them out');
    expect(() => readConfig({ LINESHAFT_KEK: `${key}x` })).toThrow(ConfigError);
    expect(() => readConfig({ LINESHAFT_KEK: `${key}x` })).not.toThrow(key);
  });

  it('never repeats a database address, which holds a password', () => {
    const read = () => readConfig({ DATABASE_URL: 'mysql://u:secret@h/x' });
    expect(read).toThrow(ConfigError);
    expect(read).not.toThrow('secret');
  });
});
