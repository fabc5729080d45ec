import { type ExecutionOperation, operateExecution } from '../../api/executions.ts';

/** Requests under way at the same time: the runtime has other work, too. */
const atOnce = 4;

export interface OperationResult {
  id: string;
  /** Why it was refused; undefined when it was done. */
  error?: string;
}

/** Does it to every execution; one that is refused does not keep the others. In the order of `ids`. */
export async function operateOnAll(
  operation: ExecutionOperation,
  ids: readonly string[],
  onProgress: (done: number) => void,
  operate: (operation: ExecutionOperation, id: string) => Promise<unknown> = operateExecution,
): Promise<OperationResult[]> {
  const results: OperationResult[] = ids.map(id => ({ id }));
  let next = 0;
  let done = 0;
  const work = async () => {
    for (let result = results[next++]; result !== undefined; result = results[next++]) {
      try {
        await operate(operation, result.id);
      } catch (error) {
        result.error = error instanceof Error ? error.message : String(error);
      }
      onProgress(++done);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
}
