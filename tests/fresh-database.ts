import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

/** A fresh database for one test or measurement, thrown away afterwards. */
export interface FreshDatabase {
  name: 'PostgreSQL' | 'PGlite';
  databaseUrl: string | undefined;
  dataFolder: string;
  drop(): Promise<void>;
}

export async function freshPglite(): Promise<FreshDatabase> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'lineshaft-'));
  return {
    name: 'PGlite',
    databaseUrl: undefined,
    dataFolder,
    drop: () => rm(dataFolder, { recursive: true, force: true }),
  };
}

export async function freshPostgres(server: string): Promise<FreshDatabase> {
  const name = `lineshaft_${process.pid}_${Date.now()}`;
  await onServer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    name: 'PostgreSQL',
    databaseUrl: url.href,
    dataFolder: tmpdir(),
    drop: () => onServer(server, `drop database if exists ${name} with (force)`),
  };
}

async function onServer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(statement);
  await client.end();
}
