import { formatInstant } from '../../ui/format-time.ts';
import { Sparkline } from '../../ui/sparkline.tsx';
import type { allActivity } from './all-activity.ts';
import { messages } from './messages.ts';
import classes from './overview-page.module.css';
import { Section } from './section.tsx';

const texts = messages.throughput;

/** What came to its end, hour by hour. */
export function Throughput({ activity }: { activity: ReturnType<typeof allActivity> }) {
  const { hours, succeeded, failed } = activity;
  const most = Math.max(0, ...hours.map(hour => hour.succeeded + hour.failed));
  return (
    <Section title={texts.title} aside={<span className={classes['hint']}>{texts.most(most)}</span>}>
      <Sparkline
        label={texts.label(succeeded, failed)}
        width="100%"
        height={72}
        columns={hours.map(hour => ({
          title: texts.hour(formatInstant(hour.from), hour.succeeded, hour.failed),
          parts: [
            { tone: 'good', value: hour.succeeded },
            { tone: 'bad', value: hour.failed },
          ],
        }))}
      />
      <div className={classes['axis']}>
        <span>{texts.ago}</span>
        <span>{texts.now}</span>
      </div>
    </Section>
  );
}
