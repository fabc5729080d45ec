import { faultsAt, faultsWithin } from './faults-at.ts';
import type { Field } from './field.ts';
import { type FieldInputProps, useForm } from './form-context.ts';
import { messages } from './messages.ts';

/** What every input shows around itself, as props of the kit's inputs. */
export function useFieldFrame({ field, path, hiddenLabel }: FieldInputProps) {
  const { faults } = useForm();
  // Faults of what is within belong to the inputs within, where there are any.
  const sentences = holdsInputs(field) ? faultsAt(faults, path) : faultsWithin(faults, path);
  return {
    label: hiddenLabel === undefined ? field.title : undefined,
    description: hiddenLabel === undefined ? field.description : undefined,
    'aria-label': hiddenLabel,
    withAsterisk: field.required && hiddenLabel === undefined,
    error: sentences.length === 0 ? undefined : sentences.join(' '),
    placeholder: placeholderOf(field),
  };
}

function holdsInputs({ shape }: Field): boolean {
  return ['list', 'record', 'object', 'variants', 'either'].includes(shape);
}

function placeholderOf({ defaultValue, example }: Field): string {
  if (typeof defaultValue === 'string' || typeof defaultValue === 'number') return String(defaultValue);
  return example === undefined ? '' : messages.example(example);
}
