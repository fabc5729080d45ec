/** The order that the lines of the sheet are about. */
export const sheetOrder = {
  orderNo: '4500017',
  buyer: { name: 'Hallmann' },
  lines: [
    { sku: 'A-1', qty: 2, price: 10 },
    { sku: 'B-2', qty: 3, price: 4 },
  ],
};

interface SheetLine {
  title: string;
  expression: string;
  /** JSON of what it gives for the order; left out: it is another each time. */
  gives?: string;
  sentence: string;
}

/** What one needs of JSONata on most days. */
export const sheetLines: readonly SheetLine[] = [
  {
    title: 'Path',
    expression: 'buyer.name',
    gives: '"Hallmann"',
    sentence: 'A dot goes into a field. A name with spaces or hyphens stands in backquotes: `ship to`.city',
  },
  {
    title: 'Object',
    expression: '{ "order": orderNo }',
    gives: '{"order":"4500017"}',
    sentence: 'The name in quotes, then a colon and what its value is.',
  },
  {
    title: 'List with [ ]',
    expression: '[lines.{ "article": sku }]',
    gives: '[{"article":"A-1"},{"article":"B-2"}]',
    sentence: 'An object for each line. Without [ ], one line alone would give an object and not a list.',
  },
  {
    title: 'Filter',
    expression: 'lines[qty > 2].sku',
    gives: '"B-2"',
    sentence: 'Only the entries for which it is true. lines[0] is the first, lines[-1] the last.',
  },
  {
    title: 'Condition',
    expression: 'lines[0].qty > 10 ? "bulk" : "piece"',
    gives: '"piece"',
    sentence: 'If it is true the one, else the other. Joined by and, or; compared by = and !=.',
  },
  {
    title: 'Otherwise: ??',
    expression: 'note ?? "none"',
    gives: '"none"',
    sentence: 'What is to be taken where there is no value.',
  },
  {
    title: 'Join texts: &',
    expression: '"PO " & orderNo',
    gives: '"PO 4500017"',
    sentence: 'One text after the other. Numbers become texts by themselves.',
  },
  {
    title: 'Add up: $sum',
    expression: '$sum(lines.(qty * price))',
    gives: '32',
    sentence: 'What is in ( ) is reckoned for each line. $count, $max and $average work alike.',
  },
  {
    title: 'For each: $map',
    expression: '[$map(lines, function($line, $index) { $index + 1 & ": " & $line.sku })]',
    gives: '["1: A-1","2: B-2"]',
    sentence: 'When the number of the line is needed, or something from outside of it.',
  },
  {
    title: 'Time: $now',
    expression: '$now("[Y]-[M01]-[D01]")',
    sentence: 'The date of the run. $now() alone gives date and time.',
  },
];
