/** Texts of the JSON view. */
export const messages = {
  label: 'Flow as JSON',
  fault: (line: number, column: number) => `This is no JSON at line ${line}, column ${column}.`,
  notObject: 'A flow is a JSON object, in braces.',
  kept: 'The text is kept. The drawing shows the flow as it was before, until the text is JSON again.',
  drop: 'Drop this text',
} as const;
