import { FieldList } from './field-list.tsx';
import type { Field } from './field.ts';
import { isSame } from './field-value.ts';
import type { FieldInputProps } from './form-context.ts';
import { Section } from './section.tsx';
import { useFieldFrame } from './use-field-frame.ts';

/** An object within the object. One that says nothing is folded. */
export function ObjectFieldInput(props: FieldInputProps & { field: Extract<Field, { shape: 'object' }> }) {
  const { field, path, value, onChange, hiddenLabel } = props;
  const { error } = useFieldFrame(props);
  const list = <FieldList fields={field.fields} path={path} value={value} onChange={onChange} />;
  if (hiddenLabel !== undefined) return list;
  const saysNothing = value === undefined || isSame(value, {});
  return (
    <Section
      title={field.title}
      description={field.description}
      required={field.required}
      error={error}
      startsOpen={field.required || !saysNothing || error !== undefined}
    >
      {list}
    </Section>
  );
}
