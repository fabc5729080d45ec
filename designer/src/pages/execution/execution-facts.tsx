import type { ExecutionDetail } from '@lineshaft/api';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { CopyValue } from '../../ui/copy-value.tsx';
import { Countdown } from '../../ui/countdown.tsx';
import { formatDuration, formatInstant, formatInstantFully } from '../../ui/format-time.ts';
import linkClasses from '../../ui/link.module.css';
import { messages as lists } from '../executions/messages.ts';
import classes from './execution-page.module.css';
import { messages } from './messages.ts';

const texts = messages.facts;

/** What one wants to know of an execution before its nodes. */
export function ExecutionFacts({ execution, flowName }: { execution: ExecutionDetail; flowName: string }) {
  const { id, messageId, flowId, flowVersion, keys, correlationId, acceptedAt, endedAt, dueAt } = execution;
  const { replayOf, reprocessed, orderingKey } = execution;
  return (
    <dl className={classes['facts']}>
      <Fact name={texts.flow}>
        <Link to="/flows/$flowId" params={{ flowId }} className={linkClasses['plain']}>
          {flowName}
        </Link>{' '}
        {texts.version(flowVersion)}
      </Fact>
      {Object.entries(keys)
        .filter(([name]) => name !== 'correlationId')
        .map(([name, values]) => (
          <Fact key={name} name={name}>
            {values.map((value, index) => (
              <span key={value}>
                {index > 0 && ', '}
                <Link to="/executions" search={{ key: `${name}:${value}` }} className={linkClasses['plain']}>
                  {value}
                </Link>
              </span>
            ))}
          </Fact>
        ))}
      <Fact name={texts.correlationId}>
        <Link to="/executions" search={{ correlationId }} className={linkClasses['plain']} title={texts.siblings}>
          {correlationId}
        </Link>
        <CopyValue value={correlationId} what={texts.correlationId} />
      </Fact>
      <Fact name={texts.messageId}>
        <span title={messageId}>{shortId(messageId)}</span>
        <CopyValue value={messageId} what={texts.messageId} />
      </Fact>
      <Fact name={texts.executionId}>
        <span title={id}>{shortId(id)}</span>
        <CopyValue value={id} what={texts.executionId} />
      </Fact>
      <Fact name={texts.accepted}>
        <time dateTime={acceptedAt} title={formatInstantFully(acceptedAt)}>
          {formatInstant(acceptedAt)}
        </time>
      </Fact>
      {endedAt !== null && (
        <Fact name={texts.ended}>
          <time dateTime={endedAt} title={formatInstantFully(endedAt)}>
            {formatInstant(endedAt)}
          </time>{' '}
          ({formatDuration(Date.parse(endedAt) - Date.parse(acceptedAt))})
        </Fact>
      )}
      {endedAt === null && dueAt !== null && (
        <Fact name={texts.next}>
          <Countdown to={dueAt} />
        </Fact>
      )}
      {orderingKey !== null && <Fact name={texts.orderingKey}>{orderingKey}</Fact>}
      {replayOf !== null && (
        <Fact name={texts.replayOf}>
          <Link to="/executions/$executionId" params={{ executionId: replayOf }} className={linkClasses['plain']}>
            {texts.earlier}
          </Link>
        </Fact>
      )}
      {reprocessed && (
        <Fact name={texts.reprocessed}>
          <Link
            to="/executions/$executionId"
            params={{ executionId: reprocessed.executionId }}
            className={linkClasses['plain']}
          >
            {texts.later(lists.states[reprocessed.state])}
          </Link>
        </Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** The end of a UUIDv7 tells one from another; its beginning is the time. */
function shortId(id: string): string {
  return `…${id.slice(-12)}`;
}
