/**
 * What was typed or pasted for the path of an endpoint, without what stands before it: a slash, or a whole address.
 * @example
 * intakePath('http://127.0.0.1:4400/in/erp/orders') // 'erp/orders'
 */
export function intakePath(text: string): string {
  return text
    .trim()
    .replace(/^https?:\/\/[^/]*/i, '')
    .replace(/^\/+(in\/+)?/, '');
}
