import { Button } from '@mantine/core';
import type { Surroundings } from './known-input.ts';
import { exampleExpression, messages } from './messages.ts';
import { startingExpression } from './starting-expression.ts';

interface StartButtonProps {
  text: string;
  surroundings: Surroundings;
  onStart: (text: string) => void;
}

/** Offers an expression to begin with, as long as nothing is written: what comes in, field by field, or an example. */
export function StartButton({ text, surroundings: { input }, onStart }: StartButtonProps) {
  if (!['', '$'].includes(text.trim())) return null;
  return (
    <Button
      variant="light"
      size="compact-xs"
      onClick={() => onStart(input ? startingExpression(input.body) : exampleExpression)}
    >
      {input ? messages.start[input.from] : messages.start.example}
    </Button>
  );
}
