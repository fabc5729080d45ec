import type { Endpoint } from '@lineshaft/flow';
import { Button, Code, Group, Stack } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconTerminal2 } from '@tabler/icons-react';
import { useSample } from '../api/samples.ts';
import { useEditor } from '../editor/store/editor-context.ts';
import { useChosenSample } from '../editor/try/use-chosen-sample.ts';
import { CopyValue } from '../ui/copy-value.tsx';
import { curlLine } from './curl-line.ts';
import { exampleMessage } from './example-message.ts';
import { messages } from './messages.ts';

/** Where messages are sent to, each with a way to take it along: the address, and a line that sends a sample there. */
export function SendAddresses({ endpoints }: { endpoints: readonly Endpoint[] }) {
  const flowId = useEditor(state => state.flowId);
  const sample = useSample(flowId, useChosenSample()?.id).data;
  return (
    <Stack gap={4}>
      {endpoints.map(({ method, path, contentTypes }) => {
        const url = `${window.location.origin}/in/${path}`;
        return (
          <Group key={`${method} ${path}`} gap={6}>
            <Code style={{ overflowWrap: 'anywhere' }}>
              {method} {url}
            </Code>
            <CopyValue value={url} what={messages.address} />
            <CopyCurl
              line={curlLine(method, url, sample ?? exampleMessage(contentTypes))}
              what={sample?.name ?? messages.example}
            />
          </Group>
        );
      })}
    </Stack>
  );
}

function CopyCurl({ line, what }: { line: string; what: string }) {
  const { copied, copy } = useClipboard({ timeout: 2500 });
  const Icon = copied ? IconCheck : IconTerminal2;
  return (
    <Button
      size="compact-xs"
      variant="default"
      leftSection={<Icon size={13} aria-hidden />}
      title={messages.copyHint(what)}
      onClick={() => copy(line)}
    >
      {copied ? messages.copiedCurl : messages.copyCurl}
    </Button>
  );
}
