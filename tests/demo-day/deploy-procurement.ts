import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import type { TwinName, Twins } from '@lineshaft/twins';
import type { RuntimeProcess } from '../runtime-process.ts';

const procurement = new URL('../../examples/procurement/', import.meta.url);

/** The connections of the example, by the twin that they lead to; the files of DE02 lie in a folder. */
const connectionOf: Partial<Record<string, TwinName>> = {
  erp: 'erp',
  'supplier-portal': 'portal',
  'warehouse-de01': 'warehouseDe01',
  invoicing: 'invoicing',
  planner: 'planner',
  echo: 'echo',
};

interface ConnectionFile {
  id: string;
  type: string;
  name: string;
  description: string;
  environments: { test: Record<string, unknown> };
}

/** Publishes the flows of the procurement example in a runtime, with connections that lead to these twins. */
export async function deployProcurement(runtime: RuntimeProcess, twins: Twins, de02Folder: string): Promise<void> {
  const connections = read('connections.json') as ConnectionFile[];
  for (const { id, type, name, description, environments } of connections) {
    const twin = connectionOf[id];
    const settings = twin ? { ...environments.test, baseUrl: twins[twin].url } : { path: de02Folder };
    await runtime.api('PUT', `/api/connections/${id}`, { type, name, description });
    await runtime.api('PUT', `/api/connections/${id}/environments/test`, { settings });
  }
  for await (const path of glob('*/flow.json', { cwd: procurement }))
    await runtime.publish(read(path) as Record<string, unknown>);
}

function read(path: string): unknown {
  return JSON.parse(readFileSync(new URL(path, procurement), 'utf8'));
}
