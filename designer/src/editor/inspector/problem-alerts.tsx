import type { Problem } from '@lineshaft/flow';
import { Alert } from '@mantine/core';

/** Problems that have no field of their own, above all fields. */
export function ProblemAlerts({ problems }: { problems: readonly Problem[] }) {
  if (problems.length === 0) return null;
  return (
    <div data-field="" tabIndex={-1} style={{ display: 'grid', gap: 6 }}>
      {problems.map(({ path, code, message, severity }) => (
        <Alert key={`${path} ${code} ${message}`} color={severity === 'error' ? 'red' : 'yellow'} p="xs">
          {message}
        </Alert>
      ))}
    </div>
  );
}
