import type { FlowListEntry } from '@lineshaft/api';
import { Link } from '@tanstack/react-router';
import linkClasses from '../../ui/link.module.css';
import { StatusLabel } from '../../ui/status-label.tsx';
import { messages } from './messages.ts';
import classes from './overview-page.module.css';
import { Section } from './section.tsx';

const texts = messages.failing;
const most = 8;

/** Which flows fail, the worst first. */
export function FailingFlows({ flows }: { flows: readonly FlowListEntry[] }) {
  return (
    <Section title={texts.title}>
      {flows.length === 0 && <StatusLabel tone="good">{texts.none}</StatusLabel>}
      <ul className={classes['list']}>
        {flows.slice(0, most).map(({ id, name, activity }) => (
          <li key={id}>
            <Link to="/flows/$flowId" params={{ flowId: id }} className={linkClasses['quiet']}>
              {name || id}
            </Link>
            <span className={classes['states']}>
              {activity.deadLettered > 0 && (
                <Link to="/executions" search={{ flow: id, state: ['dead-lettered'] }} className={linkClasses['quiet']}>
                  <StatusLabel tone="bad">{texts.dead(activity.deadLettered)}</StatusLabel>
                </Link>
              )}
              {activity.waiting > 0 && (
                <Link to="/executions" search={{ flow: id, state: ['waiting'] }} className={linkClasses['quiet']}>
                  <StatusLabel tone="wait">{texts.waiting(activity.waiting)}</StatusLabel>
                </Link>
              )}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
