import { Code, Text } from '@mantine/core';
import { useConnection } from '../api/connections.ts';
import classes from './http-call-view.module.css';
import { type CallInput, httpCallOf } from './http-call.ts';

interface HttpCallViewProps {
  node: { config?: Readonly<Record<string, unknown>> | undefined; connection?: string | undefined };
  input: CallInput;
  /** What was answered, if anything was. */
  status?: string | undefined;
  /** What stands before it; the headers that the node sets are shown, too, then. */
  lead?: string;
}

/** A request in one line, such as `POST http://127.0.0.1:4470/anything → 201`; nothing for other nodes. */
export function HttpCallView({ node, input, status, lead }: HttpCallViewProps) {
  const { connection: id, config = {} } = node;
  const asks = typeof config['url'] === 'string';
  const { data } = useConnection(id ?? '', { enabled: asks && id !== undefined, refetchInterval: false });
  if (!asks) return null;
  const settings = data?.environments.find(({ environment }) => environment === data.environment)?.settings;
  const baseUrl = settings?.['baseUrl'];
  const call = httpCallOf(config, input, typeof baseUrl === 'string' ? baseUrl : undefined);
  if (!call) return null;
  const headers = Object.entries(call.headers);
  return (
    <div className={classes['call']}>
      {lead !== undefined && <Text size="sm">{lead}</Text>}
      <Code>{`${call.method} ${call.address}`}</Code>
      {status !== undefined && (
        <Text span size="sm" fw={600}>
          {' '}
          → {status}
        </Text>
      )}
      {lead !== undefined && headers.length > 0 && (
        <pre className={classes['headers']}>{headers.map(([name, value]) => `${name}: ${value}`).join('\n')}</pre>
      )}
    </div>
  );
}
