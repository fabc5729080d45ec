const inputs = 'input:not([type="hidden"]), textarea, select, .cm-content, button, [tabindex]';
const shownForMs = 1600;

/**
 * Unfolds what hides a field, brings it into sight and puts the focus into its first input.
 * @param pointer of the field's value in the document. Where none has it, the first field within it is meant, or else the
 *   nearest one around it.
 */
export function focusField(form: HTMLElement, pointer: string): void {
  const field = nearestField(form, pointer);
  if (!field) return;
  for (let each = field.closest('details'); each; each = each.parentElement?.closest('details') ?? null)
    each.open = true;
  const input = [...field.querySelectorAll<HTMLElement>(inputs)].find(each => each.tabIndex >= 0) ?? field;
  input.focus({ preventScroll: true });
  // The field with its label, unless that is higher than what can be seen.
  const frame = input.closest<HTMLElement>('.mantine-InputWrapper-root') ?? input;
  frame.scrollIntoView({ block: 'center' });
  frame.dataset['pointedAt'] = 'true';
  setTimeout(() => delete frame.dataset['pointedAt'], shownForMs);
}

function nearestField(form: HTMLElement, pointer: string): HTMLElement | undefined {
  const fields = new Map(
    [...form.querySelectorAll<HTMLElement>('[data-field]')].map(field => [field.dataset['field'], field]),
  );
  const within = [...fields].find(([place]) => pointer !== '' && place?.startsWith(`${pointer}/`))?.[1];
  for (let place = pointer; ; place = place.slice(0, place.lastIndexOf('/'))) {
    const field = fields.get(place);
    if (field || place === '') return place === pointer ? (field ?? within) : (within ?? field);
  }
}
