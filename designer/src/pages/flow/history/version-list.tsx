import type { FlowVersion, SavedFlow } from '@lineshaft/api';
import { Badge, Group, Text, UnstyledButton } from '@mantine/core';
import { formatInstant } from '../../../ui/format-time.ts';
import classes from './history-view.module.css';
import { messages } from './messages.ts';

interface VersionListProps {
  flow: SavedFlow;
  versions: FlowVersion[];
  shown: string;
  /** The name under which the draft is shown. */
  draft: string;
  onShow: (name: string) => void;
}

/** The draft and every published version, newest first. */
export function VersionList({ flow, versions, shown, draft, onShow }: VersionListProps) {
  return (
    <nav className={classes['list']} aria-label={messages.versions}>
      <UnstyledButton
        className={classes['version']}
        aria-current={shown === draft || undefined}
        onClick={() => onShow(draft)}
      >
        <Text size="sm" fw={600}>
          {messages.draft}
        </Text>
      </UnstyledButton>
      {versions.map(({ version, publishedAt, note, current }) => (
        <UnstyledButton
          key={version}
          className={classes['version']}
          aria-current={shown === String(version) || undefined}
          onClick={() => onShow(String(version))}
        >
          <Group justify="space-between" wrap="nowrap">
            <Text size="sm" fw={600}>
              {messages.version(version)}
            </Text>
            {current && (
              <Badge variant="light" color={flow.enabled ? 'success' : 'orange'}>
                {flow.enabled ? messages.runsNow : messages.offNow}
              </Badge>
            )}
          </Group>
          <Text size="xs" c="dimmed">
            {formatInstant(publishedAt)}
          </Text>
          <Text size="sm" lineClamp={2} c={note === null ? 'dimmed' : undefined}>
            {note ?? messages.noNote}
          </Text>
        </UnstyledButton>
      ))}
    </nav>
  );
}
