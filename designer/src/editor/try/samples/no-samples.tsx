import { Button, Group } from '@mantine/core';
import { Empty } from '../../../ui/states.tsx';
import { messages } from '../messages.ts';
import { useWaysToAdd } from './use-ways-to-add.ts';

const texts = messages.samples;

/** There is no sample yet, and the ways to one. */
export function NoSamples() {
  const ways = useWaysToAdd();
  return (
    <div style={{ flex: 1 }}>
      <Empty
        title={texts.empty.title}
        action={
          <Group gap="xs" justify="center">
            {ways.map(({ way, start }) => (
              <Button key={way} variant={way === 'write' ? 'filled' : 'default'} onClick={start}>
                {texts[way]}
              </Button>
            ))}
          </Group>
        }
      >
        {texts.empty.text}
      </Empty>
    </div>
  );
}
