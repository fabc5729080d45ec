import type { ExecutionSummary } from '@lineshaft/api';
import { Link } from '@tanstack/react-router';
import { formatInstant } from '../../ui/format-time.ts';
import linkClasses from '../../ui/link.module.css';
import { messages } from './messages.ts';
import classes from './overview-page.module.css';
import { Section } from './section.tsx';

const texts = messages.latest;

interface LatestFailuresProps {
  executions: readonly ExecutionSummary[];
  /** By id. */
  flowNames: ReadonlyMap<string, string>;
}

/** The newest executions of the dead letter channel. */
export function LatestFailures({ executions, flowNames }: LatestFailuresProps) {
  const all = (
    <Link to="/executions" search={{ state: ['dead-lettered'] }} className={linkClasses['plain']}>
      {texts.all}
    </Link>
  );
  return (
    <Section title={texts.title} aside={executions.length > 0 && all}>
      {executions.length === 0 && <span className={classes['hint']}>{texts.none}</span>}
      <ul className={classes['list']}>
        {executions.map(({ id, flowId, keys, acceptedAt, error }) => (
          <li key={id}>
            <Link to="/executions/$executionId" params={{ executionId: id }} className={linkClasses['quiet']}>
              {[flowNames.get(flowId) ?? flowId, ...Object.values(keys).slice(0, 1).flat()].join(' · ')}
            </Link>
            <span className={classes['message']}>{error?.message}</span>
            <time className={classes['hint']} dateTime={acceptedAt}>
              {formatInstant(acceptedAt)}
            </time>
          </li>
        ))}
      </ul>
    </Section>
  );
}
