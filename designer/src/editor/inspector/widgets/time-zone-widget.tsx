import { Autocomplete } from '@mantine/core';
import type { FieldInputProps } from '../../../ui/schema-form/form-context.ts';
import { useFieldFrame } from '../../../ui/schema-form/use-field-frame.ts';

const zones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter(zone => zone !== 'UTC')];

/** The name of a time zone, to choose or to write. */
export function TimeZoneWidget(props: FieldInputProps) {
  return (
    <Autocomplete
      {...useFieldFrame(props)}

      data={zones}
      limit={100}
      value={typeof props.value === 'string' ? props.value : ''}
      onChange={zone => props.onChange(zone === '' ? undefined : zone)}
    />
  );
}
