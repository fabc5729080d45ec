/** The text of a file as a draft, valid or not; anything but a JSON object is refused. */
export function readFlowFile(
  text: string,
): { definition: Record<string, unknown> } | { refusal: 'notJson' | 'notObject' } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { refusal: 'notJson' };
  }
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? { definition: value as Record<string, unknown> } : { refusal: 'notObject' };
}
