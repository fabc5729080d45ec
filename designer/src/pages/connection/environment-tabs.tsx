import { type ConnectionEnvironment, type ConnectionSummary, environmentNameSchema } from '@lineshaft/api';
import type { ConnectionManifest } from '@lineshaft/flow';
import { Alert, Button, Group, Popover, Stack, Tabs, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { messages } from './messages.ts';
import { SettingsForm } from './settings-form.tsx';

interface EnvironmentTabsProps {
  connection: ConnectionSummary & { environments: ConnectionEnvironment[] };
  /** Undefined: this kind of connection is not known here. */
  manifest: ConnectionManifest | undefined;
  onChanged: (isChanged: boolean) => void;
}

const route = getRouteApi('/connections/$connectionId');

/** The settings of the connection, an environment each: that of this runtime first. */
export function EnvironmentTabs({ connection, manifest, onChanged }: EnvironmentTabsProps) {
  const texts = messages.settings;
  const navigate = route.useNavigate();
  const { environment: here, environments } = connection;
  const { environment: asked } = route.useSearch();
  const [added, setAdded] = useState<string[]>([]);
  const [changed, setChanged] = useState<ReadonlySet<string>>(new Set());
  const names = [...new Set([here, ...environments.map(each => each.environment), ...added])];
  const current = asked !== undefined && names.includes(asked) ? asked : here;

  const select = (environment: string | null) =>
    void navigate({ search: environment === null || environment === here ? {} : { environment }, replace: true });
  const note = (name: string, isChanged: boolean) => {
    if (changed.has(name) === isChanged) return;
    const next = new Set(changed);
    if (isChanged) next.add(name);
    else next.delete(name);
    setChanged(next);
    onChanged(next.has(here));
  };

  return (
    <Card
      title={texts.title}
      actions={
        <AddEnvironment
          onAdd={name => {
            setAdded([...added, name]);
            select(name);
          }}
        />
      }
    >
      {manifest ? (
        <Tabs value={current} onChange={select}>
          <Tabs.List aria-label={texts.environments} mb="md">
            {names.map(name => (
              <Tabs.Tab key={name} value={name}>
                {name === here ? texts.here(name) : name}
                {changed.has(name) && ' •'}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {names.map(name => (
            <Tabs.Panel key={name} value={name}>
              <SettingsForm
                connectionId={connection.id}
                manifest={manifest}
                environment={name}
                stored={environments.find(each => each.environment === name)}
                onChanged={isChanged => note(name, isChanged)}
              />
            </Tabs.Panel>
          ))}
        </Tabs>
      ) : (
        <Alert color="yellow">{texts.unknownType(connection.type)}</Alert>
      )}
    </Card>
  );
}

function AddEnvironment({ onAdd }: { onAdd: (name: string) => void }) {
  const texts = messages.settings;
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState('');
  const isGood = environmentNameSchema.min(1).safeParse(name).success;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isGood) return;
    onAdd(name);
    setName('');
    setOpen(false);
  };
  return (
    <Popover opened={isOpen} onChange={setOpen} trapFocus position="bottom-end" withArrow>
      <Popover.Target>
        <Button variant="subtle" leftSection={<IconPlus size={13} />} onClick={() => setOpen(!isOpen)}>
          {texts.add}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={texts.add}>
        <form onSubmit={submit}>
          <Stack gap="xs">
            <TextInput
              label={texts.addLabel}
              placeholder={texts.addPlaceholder}
              error={name !== '' && !isGood ? texts.addBad : undefined}
              value={name}
              onChange={event => setName(event.currentTarget.value)}
            />
            <Group justify="flex-end">
              <Button type="submit" disabled={!isGood}>
                {texts.addSubmit}
              </Button>
            </Group>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
