/** What a name in a document is called in a form: `same-is-success` → `Same is success`, `maxBytes` → `Max bytes`, `GET` → `GET`. */
export function labelOf(name: string): string {
  if (!/[a-z]/.test(name)) return name;
  const words = name
    .replaceAll(/([a-z\d])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`)
    .replaceAll(/[-_]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
