import { connectionManifests } from '@lineshaft/connectors/connection-manifests';
import { Button, Text } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useConnection } from '../../api/connections.ts';
import { Page } from '../../ui/page.tsx';
import { Failure, Loading } from '../../ui/states.tsx';
import classes from './connection-page.module.css';
import { DeleteConnection } from './delete-connection.tsx';
import { EnvironmentTabs } from './environment-tabs.tsx';
import { messages } from './messages.ts';
import { NamesForm } from './names-form.tsx';
import { Standing } from './standing.tsx';
import { TestConnection } from './test-connection.tsx';
import { Uses } from './uses.tsx';

const route = getRouteApi('/connections/$connectionId');

/** One system: how it stands, its settings by environment, and where it is used. */
export function ConnectionPage() {
  const { connectionId } = route.useParams();
  const { data: connection, error, isPending, refetch } = useConnection(connectionId);
  const [isChanged, setChanged] = useState(false);
  const manifest = connectionManifests.find(each => each.type === connection?.type);
  if (isPending) {
    return (
      <Page title={connectionId}>
        <Loading />
      </Page>
    );
  }
  if (connection === undefined) {
    return (
      <Page title={connectionId}>
        <Failure error={error} retry={() => void refetch()} />
      </Page>
    );
  }
  return (
    <Page
      title={
        <>
          {connection.name}{' '}
          <Text span size="sm" c="dimmed" fw={400}>
            {connection.id} · {manifest?.title ?? connection.type}
          </Text>
        </>
      }
      actions={
        <>
          <Button component={Link} to="/connections" variant="subtle" leftSection={<IconArrowLeft size={14} />}>
            {messages.back}
          </Button>
          <DeleteConnection connection={connection} />
        </>
      }
    >
      <div className={classes['columns']}>
        <div className={classes['column']}>
          <EnvironmentTabs connection={connection} manifest={manifest} onChanged={setChanged} />
        </div>
        <div className={classes['column']}>
          <Standing connection={connection} />
          <TestConnection connection={connection} isChanged={isChanged} />
          <Uses uses={connection.usedBy} />
          <NamesForm key={connection.updatedAt} connection={connection} />
        </div>
      </div>
    </Page>
  );
}
