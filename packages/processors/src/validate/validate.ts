import { Body, implement, passOn, TerminalError } from '@lineshaft/flow';
import { documentOf } from '../over-message.ts';
import { compileSchema, type SchemaFault } from './compile-schema.ts';
import { invalidPort, validateManifest } from './manifest.ts';

/** Lets through what fits, unchanged. What is said of the rest names places and rules, never values. */
export const validate = implement(validateManifest, ({ schema, onInvalid }) => {
  const check = compileSchema(schema);
  return {
    process(message) {
      const document = documentOf(message, 'A validation');
      // An empty body is no JSON value; a schema can only refuse it as one.
      const faults = check(document ?? null, message.body.bytes().length);
      if (faults.length === 0) return [passOn(message, 'out')];
      if (onInvalid === 'fail') throw documentInvalid(faults);
      const { headers } = message;
      const body = Body.fromJson({ faults, document: document ?? null });
      return [{ port: invalidPort, contentType: 'application/json', headers, body }];
    },
  };
});

function documentInvalid(faults: SchemaFault[]): TerminalError {
  const shown = faults.slice(0, 3).map(({ path, message }) => `${path === '' ? 'the document' : path} ${message}`);
  const more = faults.length > shown.length ? `; and more` : '';
  return new TerminalError('document-invalid', `The document does not fit the schema: ${shown.join('; ')}${more}.`, {
    details: { faults },
  });
}
