import { Text } from '@mantine/core';
import classes from './cheat-sheet.module.css';
import { sheetLines, sheetOrder } from './cheat-sheet-texts.ts';
import { messages } from './messages.ts';

/** What one needs of JSONata, each with an example. */
export function CheatSheet() {
  return (
    <div className={classes['sheet']} role="group" tabIndex={0} aria-label={messages.help.title}>
      <Text size="xs" c="dimmed">
        {messages.help.order}
      </Text>
      <pre className={classes['order']}>{orderText}</pre>
      {sheetLines.map(({ title, expression, gives, sentence }) => (
        <div key={title} className={classes['line']}>
          <h4 className={classes['title']}>{title}</h4>
          <code className={classes['code']}>{expression}</code>
          {gives !== undefined && <code className={classes['gives']}>{gives}</code>}
          <Text size="xs">{sentence}</Text>
        </div>
      ))}
    </div>
  );
}

/** A line for each line of the order. */
const orderText = JSON.stringify(sheetOrder)
  .replace(',"buyer"', ',\n "buyer"')
  .replace(',"lines":[', ',\n "lines":[\n  ')
  .replace('},{', '},\n  {');
