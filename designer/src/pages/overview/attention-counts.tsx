import { Link } from '@tanstack/react-router';
import type { allActivity } from './all-activity.ts';
import { messages } from './messages.ts';
import classes from './overview-page.module.css';

const texts = messages.counts;

/** The API counts up to this for each flow. */
const mostCounted = 10_000;

interface AttentionCountsProps {
  activity: ReturnType<typeof allActivity>;
  troubled: number;
}

/** Four figures; each leads to what it counts. */
export function AttentionCounts({ activity, troubled }: AttentionCountsProps) {
  const { deadLettered, waiting, succeeded } = activity;
  return (
    <nav aria-label={texts.label} className={classes['counts']}>
      <Link to="/executions" search={{ state: ['dead-lettered'] }} className={classes['count']}>
        <Count value={deadLettered} tone={deadLettered > 0 ? 'bad' : 'quiet'} />
        <Words name={texts.deadLettered} hint={texts.deadLetteredHint} />
      </Link>
      <Link to="/executions" search={{ state: ['waiting'] }} className={classes['count']}>
        <Count value={waiting} tone={waiting > 0 ? 'wait' : 'quiet'} />
        <Words name={texts.waiting} hint={texts.waitingHint} />
      </Link>
      <Link to="/connections" className={classes['count']}>
        <Count value={troubled} tone={troubled > 0 ? 'bad' : 'quiet'} />
        <Words name={texts.troubled} hint={texts.troubledHint} />
      </Link>
      <Link to="/executions" search={{ state: ['succeeded'], range: '24h' }} className={classes['count']}>
        <Count value={succeeded} tone="quiet" />
        <Words name={texts.succeeded} hint={texts.succeededHint} />
      </Link>
    </nav>
  );
}

function Count({ value, tone }: { value: number; tone: string }) {
  return (
    <span className={classes['figure']} data-tone={tone}>
      {tone !== 'quiet' && value >= mostCounted ? texts.atLeast(value) : value.toLocaleString('en-GB')}
    </span>
  );
}

function Words({ name, hint }: { name: string; hint: string }) {
  return (
    <span>
      <span className={classes['name']}>{name}</span>
      <span className={classes['hint']}>{hint}</span>
    </span>
  );
}
