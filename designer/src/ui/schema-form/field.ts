/** A JSON Schema as plain data. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** A field of a form, read from JSON Schema. */
export type Field = FieldFrame & FieldShape;

interface FieldFrame {
  /** Its name in the object that it is a field of; empty for entries of lists and records. */
  key: string;
  title: string;
  description: string | undefined;
  required: boolean;
  /** Names the widget that edits it, in place of the usual one for its shape. */
  widget: string | undefined;
  /** Its schema as it is, for widgets that know more words. */
  schema: JsonSchema;
  /** Write-only. */
  secret: boolean;
  /** What such a value looks like. */
  example: string | undefined;
  /** What holds when there is no value; undefined: nothing. */
  defaultValue: unknown;
}

export type FieldShape =
  | { shape: 'text' }
  | { shape: 'number'; min: number | undefined; max: number | undefined; whole: boolean }
  | { shape: 'switch' }
  | { shape: 'choice'; options: Option[] }
  /** Several of a list of options. */
  | { shape: 'choices'; options: Option[] }
  /** A list of short texts; `numbers`: those of digits are kept as numbers. */
  | { shape: 'texts'; numbers: boolean }
  | { shape: 'list'; entry: Field }
  | { shape: 'record'; entry: Field }
  | { shape: 'object'; fields: Field[] }
  /** Objects that are told apart by the value of one of their fields. */
  | { shape: 'variants'; discriminator: string; variants: Variant[] }
  /** Values of different kinds, such as a number or an expression. */
  | { shape: 'either'; options: Field[] }
  | { shape: 'json' };

export interface Option {
  value: unknown;
  label: string;
}

export interface Variant {
  /** What the discriminator says. */
  value: string;
  label: string;
  /** Without the discriminator. */
  fields: Field[];
}
