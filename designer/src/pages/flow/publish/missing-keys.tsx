import { Anchor, Text } from '@mantine/core';
import { isObject } from '../../../editor/save/json-parts.ts';
import { useEditor } from '../../../editor/store/editor-context.ts';
import { messages } from './messages.ts';

/** Says of a flow without business keys what that costs: messages that came before one was named are not found by it. */
export function MissingKeys({ onClose }: { onClose: () => void }) {
  const hasKeys = useEditor(({ document: { keys } }) => isObject(keys) && hasFields(keys['business']));
  const goTo = useEditor(state => state.goTo);
  if (hasKeys) return null;
  const nameOne = () => {
    onClose();
    goTo({ nodeId: undefined, pointer: '/keys/business' });
  };
  return (
    <Text size="sm" c="dimmed">
      {messages.noKeys}{' '}
      <Anchor component="button" type="button" size="sm" onClick={nameOne}>
        {messages.nameKey}
      </Anchor>
    </Text>
  );
}

const hasFields = (value: unknown): boolean => isObject(value) && Object.keys(value).length > 0;
