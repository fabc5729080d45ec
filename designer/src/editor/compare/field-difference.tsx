import { Text } from '@mantine/core';
import { lazy, Suspense } from 'react';
import type { FieldChange } from './compare-flows.ts';
import classes from './comparison-view.module.css';
import { messages } from './messages.ts';

const TextDifference = lazy(() => import('./text-difference.tsx').then(module => ({ default: module.TextDifference })));

/** A field before and after: long texts line by line, all else side by side. */
export function FieldDifference({ field: { path, before, after } }: { field: FieldChange }) {
  const label = path.join(' › ');
  const [left, right] = [textOf(before), textOf(after)];
  const isLong = before !== undefined && after !== undefined && `${left}${right}`.includes('\n');
  const sides = (
    <div className={classes['sides']}>
      <Side text={left} className={classes['before']} label={messages.before} />
      <Side text={right} className={classes['after']} label={messages.after} />
    </div>
  );
  return (
    <div>
      <Text size="sm" fw={600}>
        {label}
      </Text>
      {isLong ? (
        <Suspense fallback={sides}>
          <TextDifference label={messages.text(label)} before={left ?? ''} after={right ?? ''} />
        </Suspense>
      ) : (
        sides
      )}
    </div>
  );
}

function Side({ text, className, label }: { text: string | undefined; className: string | undefined; label: string }) {
  return (
    <div role="group" aria-label={label}>
      {text === undefined ? (
        <Text size="sm" c="dimmed" fs="italic">
          {messages.nothing}
        </Text>
      ) : (
        <pre className={`${classes['value']} ${className}`}>{text}</pre>
      )}
    </div>
  );
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || value === undefined ? value : JSON.stringify(value, undefined, 2);
}
