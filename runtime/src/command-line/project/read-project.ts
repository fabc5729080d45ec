import { glob, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Body, type FlowDefinition, flowDefinitionSchema, LineshaftError } from '@lineshaft/flow';
import { UsageError } from '../command.ts';

/** A folder of flows as code: its files, as far as they can be read. Paths are relative to the folder. */
export interface Project {
  folder: string;
  flows: ProjectFile[];
  connections: ProjectFile[];
  bindings: ProjectFile[];
}

export interface ProjectFile {
  path: string;
  text: string;
  /** What the text says as JSON; undefined when it is none. */
  value: unknown;
  /** Why it is none. */
  fault: string | undefined;
}

/** @throws UsageError when there is no such folder */
export async function readProject(folder: string): Promise<Project> {
  if (!(await isFolder(folder))) throw new UsageError(`There is no folder ${folder}.`);
  return {
    folder,
    flows: await readAll(folder, '**/flow.json'),
    connections: await readAll(folder, '**/connections.json'),
    bindings: await readAll(folder, '**/bindings/*.json'),
  };
}

/** The flow that a file holds; undefined when it holds none. */
export function definitionOf({ value }: ProjectFile): FlowDefinition | undefined {
  return flowDefinitionSchema.safeParse(value).data;
}

/** @throws UsageError when there is no such file */
export async function readProjectFile(folder: string, path: string): Promise<ProjectFile> {
  const text = await readFile(join(folder, path), 'utf8').catch((cause: unknown) => {
    throw new UsageError(`The file ${join(folder, path)} cannot be read.`, { cause });
  });
  try {
    return { path, text, value: Body.fromText(text).json(), fault: undefined };
  } catch (error) {
    if (!(error instanceof LineshaftError)) throw error;
    return { path, text, value: undefined, fault: error.message.replace('The body', 'The file') };
  }
}

async function readAll(folder: string, pattern: string): Promise<ProjectFile[]> {
  const paths: string[] = [];
  for await (const path of glob(pattern, { cwd: folder, exclude: isForeign })) paths.push(path);
  return Promise.all(paths.toSorted().map(path => readProjectFile(folder, path)));
}

const isForeign = (name: string) => name.includes('node_modules');

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return false;
    throw error;
  }
}
