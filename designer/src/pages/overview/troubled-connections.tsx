import type { ConnectionSummary } from '@lineshaft/api';
import { Link } from '@tanstack/react-router';
import linkClasses from '../../ui/link.module.css';
import { StatusLabel } from '../../ui/status-label.tsx';
import type { connectionTrouble } from './connection-trouble.ts';
import { messages } from './messages.ts';
import classes from './overview-page.module.css';
import { Section } from './section.tsx';

interface TroubledConnectionsProps {
  troubled: readonly {
    connection: ConnectionSummary;
    trouble: NonNullable<ReturnType<typeof connectionTrouble>>;
  }[];
}

/** Which systems cannot be reached, or are not to be. */
export function TroubledConnections({ troubled }: TroubledConnectionsProps) {
  const texts = messages.connections;
  return (
    <Section title={texts.title}>
      {troubled.length === 0 && <StatusLabel tone="good">{texts.none}</StatusLabel>}
      <ul className={classes['list']}>
        {troubled.map(({ connection: { id, name }, trouble }) => (
          <li key={id}>
            <Link to="/connections/$connectionId" params={{ connectionId: id }} className={linkClasses['quiet']}>
              {name}
            </Link>
            <StatusLabel tone={trouble.tone}>{trouble.text}</StatusLabel>
          </li>
        ))}
      </ul>
    </Section>
  );
}
