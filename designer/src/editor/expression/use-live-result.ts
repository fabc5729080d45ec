import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import type { KnownInput } from './known-input.ts';
import { createLiveEvaluator, type LiveEvaluator, type LiveResult } from './live-evaluator.ts';

interface Shown {
  /** The last one that was no error: it stays while something is being written that does not work yet. */
  result: Exclude<LiveResult, { kind: 'error' }> | undefined;
  /** Why there is none of what is written now. */
  error: string | undefined;
}

const none: Shown = { result: undefined, error: undefined };

/** What the expression gives for the input while it is being written. */
export function useLiveResult(text: string, input: KnownInput | undefined): Shown {
  const [settled] = useDebouncedValue(text, 150);
  const [evaluator, setEvaluator] = useState<LiveEvaluator>();
  const [shown, setShown] = useState(none);
  useEffect(() => {
    if (!input) return undefined;
    const started = createLiveEvaluator(input);
    setEvaluator(started);
    return () => {
      started.end();
      setEvaluator(undefined);
      setShown(none);
    };
  }, [input]);
  useEffect(() => {
    if (settled.trim() === '') setShown(none);
    else
      evaluator?.evaluate(settled, result =>
        setShown(before =>
          result.kind === 'error' ? { ...before, error: result.message } : { result, error: undefined },
        ),
      );
  }, [evaluator, settled]);
  return shown;
}
