import { DurationInput } from '../../../ui/duration-input.tsx';
import type { FieldInputProps } from '../../../ui/schema-form/form-context.ts';
import { useFieldFrame } from '../../../ui/schema-form/use-field-frame.ts';

/** A span of time such as `30s`. */
export function DurationWidget(props: FieldInputProps) {
  return <DurationInput {...useFieldFrame(props)} value={props.value} onChange={props.onChange} />;
}
