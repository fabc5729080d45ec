import { type BodyView as Body, losesDigits } from '@lineshaft/api';
import { isJson } from '@lineshaft/flow';
import { Button, Group, SegmentedControl, Text } from '@mantine/core';
import { type ReactNode, useMemo, useState } from 'react';
import classes from './body-view.module.css';
import { formatBytes } from './format-bytes.ts';
import { jsonText } from './json-text.ts';
import { layOutJson } from './lay-out-json.ts';
import { messages } from './messages.ts';
import { schemaOfValue } from './schema-of-value.ts';
import { TextLines } from './text-lines.tsx';
import { ValueTables } from './value-tables.tsx';
import { ValueTree } from './value-tree.tsx';

export type View = keyof typeof messages.views;

interface BodyViewProps {
  body: Body;
  /** What it is, for screen readers. */
  label: string;
  /** JSON pointer of what is pointed out in the tree. */
  marked?: string | undefined;
  /** Gets the whole of a body that was cut off. */
  onLoadWhole?: (() => void) | undefined;
  /** Left out: it keeps the chosen view to itself. */
  view?: View;
  onView?: (view: View) => void;
  /** Beside the content type. */
  aside?: ReactNode;
}

/** A recorded body as table, tree, JSON text and schema; other text and bytes as they are. */
export function BodyView({ body, label, marked, onLoadWhole, view, onView, aside }: BodyViewProps) {
  const [own, setOwn] = useState<View>('tree');
  const chosen = view ?? own;
  const hasViews = body.json !== undefined;
  const isRounded = useMemo(
    () => (chosen === 'tree' || chosen === 'table') && hasViews && body.text !== undefined && losesDigits(body.text),
    [chosen, hasViews, body.text],
  );
  return (
    <div className={classes['body']}>
      <Group gap={4} justify="space-between">
        <Group gap={4} wrap="nowrap" flex="1 1 130px" miw={0}>
          <Text size="xs" c="dimmed" truncate title={body.contentType}>
            {formatBytes(body.size)} · {body.contentType}
          </Text>
          {aside}
        </Group>
        {hasViews && (
          <SegmentedControl
            aria-label={messages.view(label)}
            style={{ flex: 'none' }}
            value={chosen}
            onChange={value => (onView ?? setOwn)(value as View)}
            data={Object.entries(messages.views).map(([value, text]) => ({ value, label: text }))}
          />
        )}
      </Group>
      {body.truncated && (
        <Group gap="xs" className={classes['cut']}>
          <Text size="xs">{messages.cut(formatBytes(shownBytes(body)), formatBytes(body.size))}</Text>
          {onLoadWhole && (
            <Button variant="default" size="compact-xs" onClick={onLoadWhole}>
              {messages.loadWhole}
            </Button>
          )}
        </Group>
      )}
      {isRounded && <Note text={messages.rounded} />}
      <Content body={body} label={label} view={chosen} marked={marked} />
    </div>
  );
}

function Content({ body, label, view, marked }: Pick<BodyViewProps, 'body' | 'label' | 'marked'> & { view: View }) {
  if (body.expired) return <Note text={messages.expired} />;
  if (body.json !== undefined) return <Json body={body} label={label} view={view} marked={marked} />;
  if (body.text !== undefined && body.truncated && isJson(body.contentType))
    return <HalfJson text={body.text} label={label} />;
  if (body.text !== undefined) return <TextLines text={body.text} label={label} />;
  if (body.base64 !== undefined) return <TextLines text={inRows(body.base64)} label={label} />;
  return <Note text={messages.empty} />;
}

function Json({ body, label, view, marked }: Pick<BodyViewProps, 'body' | 'label' | 'marked'> & { view: View }) {
  const value = body.json;
  const text = useMemo(() => {
    if (view === 'json') return jsonText(body);
    return view === 'schema' ? JSON.stringify(schemaOfValue(body.json), undefined, 2) : '';
  }, [body, view]);
  if (view === 'table') return <ValueTables value={value} label={label} />;
  if (view === 'tree') return <ValueTree value={value} label={label} marked={marked} />;
  return <TextLines text={text} label={label} />;
}

function HalfJson({ text, label }: { text: string; label: string }) {
  const laidOut = useMemo(() => layOutJson(text), [text]);
  return <TextLines text={laidOut} label={label} />;
}

function Note({ text }: { text: string }) {
  return (
    <Text size="sm" c="dimmed" p="xs">
      {text}
    </Text>
  );
}

function shownBytes(body: Body): number {
  if (body.base64 !== undefined) return Math.floor((body.base64.length * 3) / 4);
  return new TextEncoder().encode(body.text ?? '').length;
}

function inRows(base64: string): string {
  return base64.replaceAll(/.{76}/g, '$&\n');
}
