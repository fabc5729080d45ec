/** Every text about writing expressions. */
export const messages = {
  judgedBy: {
    run: 'Judged by the last input of this node',
    sample: 'Judged by the chosen sample',
  },
  variables: {
    headers: 'The headers of the message, such as $headers."x-order".',
    contentType: 'What the message says that its body is.',
    messageId: 'The id of the message.',
    correlationId: 'What all messages of one business conversation share.',
  },
  input: {
    title: 'Input',
    from: { run: 'of the last run', sample: 'the chosen sample' },
    insert: 'A click writes the path of a field into the expression.',
    noSample: 'What comes in here is not known yet. Add a sample in Try, and connect this node.',
    unknown: 'What comes in here is not known yet.',
    find: 'Run the sample up to here',
    notReached: 'The sample did not come as far as this. Try shows where it went.',
    elsewhere: 'This expression works on something that is known in a run only.',
    openTry: 'Open Try',
  },
  result: {
    title: 'Result',
    nothing: 'The expression has no value for this input.',
    before: 'Before that it was:',
    none: 'The result appears here while you write.',
    needsInput: 'The result appears here as soon as an input is known.',
    missing: (names: string) => `Known in a run only, and empty here: ${names}.`,
    tooLong: 'The expression did not come to an end within two seconds.',
  },
  faults: {
    title: 'What may be wrong',
    more: (count: number) => (count === 1 ? 'And one more.' : `And ${count} more.`),
  },
  help: {
    open: 'Help with expressions',
    title: 'JSONata on one page',
    order: 'For an order such as this:',
  },
  start: {
    run: 'Start from the last input',
    sample: 'Start from the sample',
    example: 'Start from an example',
  },
} as const;

/** For a start where no input is known. */
export const exampleExpression = `{
  "orderNo": poNumber,
  "supplier": supplier.name ?? "unknown",
  "lines": [lines.{
    "sku": material,
    "quantity": qty,
    "value": qty * price
  }],
  "total": $sum(lines.(qty * price))
}`;
