import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyTemplate } from '@lineshaft/runtime/database/testing-template';
import pg from 'pg';

/** A fresh database for one test or measurement, thrown away afterwards. */
export interface FreshDatabase {
  name: 'PostgreSQL' | 'PGlite';
  databaseUrl: string | undefined;
  dataFolder: string;
  drop(): Promise<void>;
}

/** Migrated already, as a copy: making one anew takes seconds. */
export async function freshPglite(): Promise<FreshDatabase> {
  const database = await emptyPglite();
  await copyTemplate(database.dataFolder);
  return database;
}

/** As on the first start: the runtime makes the database. */
export async function emptyPglite(): Promise<FreshDatabase> {
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
