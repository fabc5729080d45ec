import { Text, TextInput, UnstyledButton } from '@mantine/core';
import { IconAlertCircle, IconAlertTriangle, IconSearch } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useSearchKey } from '../ui/use-search-key.ts';
import { NodeIcon } from './canvas/node-icon.tsx';
import { nodeTitle } from './draft-flow.ts';
import { messages } from './messages.ts';
import { nodeCatalog } from './node-catalog.ts';
import classes from './outline.module.css';
import { useEditor } from './store/editor-context.ts';

/** The nodes as a list: what the canvas shows, for whoever cannot see it, and to find one of many. */
export function Outline() {
  const flow = useEditor(state => state.flow);
  const problems = useEditor(state => state.problems);
  const chosen = useEditor(state => state.selection.nodes);
  const goTo = useEditor(state => state.goTo);
  const [search, setSearch] = useState('');
  const searchField = useSearchKey();
  const byNode = useMemo(() => Map.groupBy(problems, ({ nodeId }) => nodeId), [problems]);
  const words = search.toLowerCase();
  const nodes = (flow?.nodes ?? []).filter(node => `${nodeTitle(node)} ${node.type}`.toLowerCase().includes(words));
  return (
    <div className={classes['outline']}>
      <TextInput
        ref={searchField}
        aria-label={messages.outline.search}
        placeholder={messages.outline.search}
        leftSection={<IconSearch size={13} aria-hidden />}
        value={search}
        onChange={event => setSearch(event.currentTarget.value)}
      />
      {nodes.length === 0 && (
        <Text size="sm" c="dimmed" p="xs">
          {messages.outline.empty}
        </Text>
      )}
      <ul className={classes['list']} aria-label={messages.outline.label}>
        {nodes.map(node => {
          const found = byNode.get(node.id) ?? [];
          const errors = found.filter(({ severity }) => severity === 'error').length;
          const manifest = nodeCatalog.get(node.type);
          return (
            <li key={node.id}>
              <UnstyledButton
                className={classes['node']}
                aria-current={chosen.has(node.id) || undefined}
                onClick={() => goTo({ nodeId: node.id })}
              >
                <NodeIcon manifest={manifest} size={15} />
                <span className={classes['title']}>{nodeTitle(node)}</span>
                {found.length > 0 && (
                  <span
                    className={classes['problems']}
                    data-severity={errors > 0 ? 'error' : 'warning'}
                    role="img"
                    aria-label={errors > 0 ? messages.outline.errors(errors) : messages.outline.warnings(found.length)}
                  >
                    {errors > 0 ? (
                      <IconAlertCircle size={13} aria-hidden />
                    ) : (
                      <IconAlertTriangle size={13} aria-hidden />
                    )}
                  </span>
                )}
              </UnstyledButton>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
