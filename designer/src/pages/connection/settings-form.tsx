import { type ConnectionEnvironment, connectionLimitsSchema } from '@lineshaft/api';
import type { ConnectionManifest } from '@lineshaft/flow';
import { Alert, Button, Group, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useBlocker } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import { useSaveConnectionSettings } from '../../api/connections.ts';
import { DurationWidget } from '../../editor/inspector/widgets/duration-widget.tsx';
import { formatInstant } from '../../ui/format-time.ts';
import { checkForm } from '../../ui/schema-form/check-form.ts';
import { isSame, type JsonObject } from '../../ui/schema-form/field-value.ts';
import type { Widgets } from '../../ui/schema-form/form-context.ts';
import { labelOf } from '../../ui/schema-form/label-of.ts';
import { SchemaForm } from '../../ui/schema-form/schema-form.tsx';
import { messages } from './messages.ts';

interface SettingsFormProps {
  connectionId: string;
  manifest: ConnectionManifest;
  environment: string;
  /** Undefined: none yet. */
  stored: ConnectionEnvironment | undefined;
  onChanged: (isChanged: boolean) => void;
}

interface Draft {
  settings: JsonObject;
  limits: JsonObject;
  /** What it began with. */
  base: ConnectionEnvironment | undefined;
}

const widgets: Widgets = { duration: { input: DurationWidget } };
const noSecrets: readonly string[] = [];

/** The settings of one environment, saved as a whole. What is being changed is not lost to what others save. */
export function SettingsForm({ connectionId, manifest, environment, stored, onChanged }: SettingsFormProps) {
  const texts = messages.settings;
  const [draft, setDraft] = useState(() => draftOf(stored));
  const [isTried, setTried] = useState(false);
  /** What somebody else saved and this person means to replace. */
  const [outdone, setOutdone] = useState<number>();
  const save = useSaveConnectionSettings(connectionId);
  const isChanged =
    !isSame(draft.settings, draft.base?.settings ?? {}) || !isSame(draft.limits, draft.base?.limits ?? {});
  const isOutdated = stored?.revision !== draft.base?.revision;
  const isInConflict = isOutdated && isChanged && outdone !== stored?.revision;
  // What nobody is changing follows what is stored.
  if (isOutdated && !isChanged) setDraft(draftOf(stored));
  const secretsSet = stored?.secretsSet ?? noSecrets;
  const faults = [
    ...checkForm(manifest.settings, draft.settings, secretsSet),
    ...checkForm(connectionLimitsSchema, draft.limits),
  ];

  useEffect(() => onChanged(isChanged));
  useBlocker({
    shouldBlockFn: () => isChanged && !window.confirm(texts.leave),
    enableBeforeUnload: () => isChanged,
  });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (faults.length > 0 || isInConflict) return;
    const { settings, limits, base } = draft;
    const revision = isOutdated && outdone !== undefined ? outdone : (base?.revision ?? 0);
    save.mutate(
      { environment, revision, settings: { ...settings }, limits: { ...limits } },
      {
        onSuccess: saved => {
          setDraft(draftOf(saved));
          setTried(false);
          setOutdone(undefined);
          notifications.show({ message: texts.saved(environment), color: 'success' });
        },
      },
    );
  };

  return (
    <form onSubmit={submit} autoComplete="off" noValidate>
      <Stack gap="md">
        {!stored && <Text size="sm">{texts.none}</Text>}
        {isInConflict && (
          <Alert color="yellow" role="alert" title={texts.changed}>
            <Text size="sm" mb="xs">
              {texts.changedText(changedNames(draft, stored, manifest))}
            </Text>
            <Group gap="xs">
              <Button variant="default" onClick={() => setDraft(merged(draft, stored))}>
                {texts.merge}
              </Button>
              <Button variant="default" onClick={() => setDraft(draftOf(stored))}>
                {texts.takeTheirs}
              </Button>
              <Button variant="default" onClick={() => setOutdone(stored?.revision ?? 0)}>
                {texts.keepMine}
              </Button>
            </Group>
          </Alert>
        )}
        <SchemaForm
          schema={manifest.settings}
          value={draft.settings}
          onChange={settings => setDraft({ ...draft, settings })}
          widgets={widgets}
          secretsSet={secretsSet}
        />
        <div>
          <Title order={3}>{texts.limits}</Title>
          <Text size="xs" c="dimmed" mb="xs">
            {texts.limitsText}
          </Text>
          <SchemaForm
            schema={connectionLimitsSchema}
            value={draft.limits}
            onChange={limits => setDraft({ ...draft, limits })}
            widgets={widgets}
          />
        </div>
        {isTried && faults.length > 0 && (
          <Alert color="red" role="alert">
            {texts.faults}
          </Alert>
        )}
        {save.isError && !isInConflict && (
          <Alert color="red" role="alert">
            {save.error.message}
          </Alert>
        )}
        <Group gap="xs" justify="space-between">
          <Group gap="xs">
            <Button
              type="submit"
              disabled={isInConflict || (!isChanged && stored !== undefined)}
              loading={save.isPending}
            >
              {texts.save}
            </Button>
            {isChanged && (
              <Button variant="default" onClick={() => setDraft(draftOf(stored))}>
                {texts.discard}
              </Button>
            )}
          </Group>
          {stored && (
            <Text size="xs" c="dimmed">
              {texts.revision(stored.revision, formatInstant(stored.updatedAt))}
            </Text>
          )}
        </Group>
      </Stack>
    </form>
  );
}

/** Their settings, with the fields in them that were changed here. */
function merged(draft: Draft, stored: ConnectionEnvironment | undefined): Draft {
  const { settings, limits, base } = draftOf(stored);
  return {
    settings: withChanges(settings, draft.settings, draft.base?.settings ?? {}),
    limits: withChanges(limits, draft.limits, draft.base?.limits ?? {}),
    base,
  };
}

function withChanges(theirs: JsonObject, mine: JsonObject, before: JsonObject): JsonObject {
  const changed = new Set(changedKeys(mine, before));
  const kept = Object.entries(theirs).filter(([key]) => !changed.has(key));
  return Object.fromEntries([...kept, ...Object.entries(mine).filter(([key]) => changed.has(key))]);
}

function changedKeys(a: JsonObject, b: JsonObject): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter(key => !isSame(a[key], b[key]));
}

/** The fields that somebody else changed. Secrets cannot be compared. */
function changedNames(
  { base }: Draft,
  stored: ConnectionEnvironment | undefined,
  { settings }: ConnectionManifest,
): string[] {
  const titled = (schema: ConnectionManifest['settings'], keys: string[]) =>
    keys.map(key => titleOf(schema, key) ?? labelOf(key));
  return [
    ...titled(settings, changedKeys(base?.settings ?? {}, stored?.settings ?? {})),
    ...titled(connectionLimitsSchema, changedKeys(base?.limits ?? {}, stored?.limits ?? {})),
  ];
}

function titleOf(schema: ConnectionManifest['settings'], key: string): string | undefined {
  const title = (schema.shape[key] as { meta?: () => { title?: unknown } | undefined } | undefined)?.meta?.()?.title;
  return typeof title === 'string' ? title : undefined;
}

function draftOf(stored: ConnectionEnvironment | undefined): Draft {
  return { settings: stored?.settings ?? {}, limits: stored?.limits ?? {}, base: stored };
}
