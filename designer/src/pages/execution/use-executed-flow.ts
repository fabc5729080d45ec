import type { ExecutionDetail } from '@lineshaft/api';
import { flowDefinitionSchema } from '@lineshaft/flow';
import { useMemo } from 'react';
import { useFlow, useFlowVersion } from '../../api/flows.ts';

/** The version that an execution went through, drawn as the draft draws it now; undefined when it is not kept. */
export function useExecutedFlow({ flowId, flowVersion }: Pick<ExecutionDetail, 'flowId' | 'flowVersion'>) {
  const version = useFlowVersion(flowId, flowVersion);
  const draft = useFlow(flowId).data?.definition;
  const content = version.data?.definition;
  const definition = useMemo(() => {
    if (!content) return undefined;
    const layout = flowDefinitionSchema.shape.layout.safeParse(draft?.['layout']);
    const parsed = flowDefinitionSchema.safeParse({ ...content, layout: layout.success ? layout.data : {} });
    return parsed.success ? parsed.data : undefined;
  }, [content, draft]);
  return { definition, isPending: version.isPending };
}
