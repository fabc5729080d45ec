import { apiRoutes } from '@lineshaft/api';
import { flowDefinitionSchema, formatFlow } from '@lineshaft/flow';
import { call } from '../../api/client.ts';

/** Hands the draft to the browser as a file, in the canonical form when it is valid. @returns whether it is @throws ApiError */
export async function exportFlow(id: string): Promise<boolean> {
  const { definition } = await call(apiRoutes.flows.getFlow, { params: { id } });
  const parsed = flowDefinitionSchema.safeParse(definition);
  const text = parsed.success ? formatFlow(parsed.data) : `${JSON.stringify(definition, undefined, 2)}\n`;
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${id}.flow.json`;
  link.click();
  URL.revokeObjectURL(url);
  return parsed.success;
}
