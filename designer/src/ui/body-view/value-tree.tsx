import { UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import classes from './body-view.module.css';
import { messages } from './messages.ts';
import { toggledToShow, type TreeRow, treeRows } from './tree-rows.ts';
import { VirtualLines } from './virtual-lines.tsx';

interface ValueTreeProps {
  value: unknown;
  label: string;
  /** JSON pointer of what is pointed out. */
  marked?: string | undefined;
}

/** A JSON value as a tree that opens and closes. */
export function ValueTree({ value, label, marked }: ValueTreeProps) {
  const [toggled, setToggled] = useState(() => (marked ? toggledToShow(value, marked) : new Set<string>()));
  const rows = useMemo(() => treeRows(value, toggled), [value, toggled]);
  const toggle = (path: string) => {
    const next = new Set(toggled);
    if (!next.delete(path)) next.add(path);
    setToggled(next);
  };
  return (
    <VirtualLines
      label={label}
      count={rows.length}
      render={index => {
        const row = rows[index];
        return row && <Row row={row} isMarked={row.path === marked} onToggle={() => toggle(row.path)} />;
      }}
    />
  );
}

function Row({ row, isMarked, onToggle }: { row: TreeRow; isMarked: boolean; onToggle: () => void }) {
  const { name, value, size, isOpen, depth } = row;
  const Icon = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <span className={classes['row']} style={{ paddingLeft: depth * 14 }} data-marked={isMarked || undefined}>
      {size === undefined ? (
        <span className={classes['leaf']} />
      ) : (
        <UnstyledButton
          className={classes['toggle']}
          aria-expanded={isOpen}
          aria-label={messages.toggle(name)}
          onClick={onToggle}
        >
          <Icon size={12} />
        </UnstyledButton>
      )}
      {name !== '' && <span className={classes['name']}>{name}</span>}
      {size === undefined ? (
        <span className={classes['value']} data-type={value === null ? 'null' : typeof value}>
          {JSON.stringify(value)}
        </span>
      ) : (
        <span className={classes['size']}>{Array.isArray(value) ? `[${size}]` : `{${size}}`}</span>
      )}
    </span>
  );
}
