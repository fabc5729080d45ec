import type { FlowListEntry } from '@lineshaft/api';
import { ActionIcon, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDots } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useSwitchFlow } from '../../api/flow-versions.ts';
import { exportFlow } from './export-flow.ts';
import type { FlowActions } from './flow-columns.tsx';
import { messages } from './messages.ts';
import { nameOf } from './flow-name.ts';

const texts = messages.actions;

/** What can be done with a flow of the list. */
export function FlowMenu({ flow, onDuplicate, onDelete }: FlowActions & { flow: FlowListEntry }) {
  const { id, enabled, publishedVersion } = flow;
  const switchFlow = useSwitchFlow(id);
  const save = () =>
    exportFlow(id).then(
      isValid => isValid || notifications.show({ message: texts.draftExported }),
      (error: unknown) => notifications.show({ title: texts.exportFailed, message: String(error), color: 'red' }),
    );
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={22} aria-label={texts.of(nameOf(flow))}>
          <IconDots size={14} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          component="div"
          renderRoot={props => <Link to="/flows/$flowId" params={{ flowId: id }} {...props} />}
        >
          {texts.open}
        </Menu.Item>
        <Menu.Item component="div" renderRoot={props => <Link to="/executions" search={{ flow: id }} {...props} />}>
          {texts.executions}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => onDuplicate(flow)}>{texts.duplicate}</Menu.Item>
        <Menu.Item onClick={() => void save()}>{texts.export}</Menu.Item>
        {publishedVersion !== null && (
          <Menu.Item onClick={() => switchFlow.mutate(!enabled)}>{enabled ? texts.disable : texts.enable}</Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Item color="red" onClick={() => onDelete(flow)}>
          {texts.delete}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
