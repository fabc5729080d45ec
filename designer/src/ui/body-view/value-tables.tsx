import { Table, Text } from '@mantine/core';
import classes from './body-view.module.css';
import { messages } from './messages.ts';
import { tablesOfValue } from './table-of-value.ts';

/** Rows that are drawn; the tree shows all. */
const maxRows = 200;

/** A JSON value as tables. */
export function ValueTables({ value, label }: { value: unknown; label: string }) {
  const tables = tablesOfValue(value);
  return (
    <div className={classes['tables']} role="group" aria-label={label} tabIndex={0}>
      {tables.length === 0 && (
        <Text size="sm" c="dimmed">
          {messages.noTable}
        </Text>
      )}
      {tables.map(({ path, columns, rows }) => (
        <div key={path}>
          {path !== '' && (
            <Text size="xs" fw={600} mt="xs">
              {path.slice(1)} [{rows.length}]
            </Text>
          )}
          <Table withColumnBorders verticalSpacing={2} horizontalSpacing={6} aria-label={path || label}>
            <Table.Thead>
              <Table.Tr>
                {columns.map(column => (
                  <Table.Th key={column}>{column}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.slice(0, maxRows).map((row, index) => (
                // Rows have no identity but their place.
                <Table.Tr key={index}>
                  {columns.map(column => (
                    <Table.Td key={column}>{cellText(row[column])}</Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
          {rows.length > maxRows && (
            <Text size="xs" c="dimmed">
              {messages.moreRows(rows.length - maxRows)}
            </Text>
          )}
        </div>
      ))}
    </div>
  );
}

function cellText(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
