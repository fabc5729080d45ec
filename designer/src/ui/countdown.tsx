import { messages } from '../messages.ts';
import { formatDuration, formatInstantFully } from './format-time.ts';
import { useNow } from './use-now.ts';

/** `in 12 s`, counting down. */
export function Countdown({ to }: { to: string }) {
  const left = new Date(to).getTime() - useNow();
  return (
    <time dateTime={to} title={formatInstantFully(to)}>
      {left <= 0 ? messages.time.now : messages.time.in(formatDuration(Math.ceil(left / 1000) * 1000))}
    </time>
  );
}
