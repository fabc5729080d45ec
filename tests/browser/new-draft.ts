import type { RuntimeProcess } from '../runtime-process.ts';

let made = 0;

/** A draft of its own for one test, with the id that it is asked for by. Nodes that need one get the id as a path. */
export async function newDraft(runtime: RuntimeProcess, drawn: (id: string) => object): Promise<string> {
  const id = `orders-${++made}`;
  const about = { name: 'Orders', owner: 'Procurement', domain: 'procurement' };
  await runtime.api('PUT', `/api/flows/${id}`, { format: 'lineshaft/flow@1', id, ...about, ...drawn(id) });
  return id;
}
