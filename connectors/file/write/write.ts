import {
  Body,
  evaluationContext,
  expressionError,
  expressionInput,
  implement,
  type Message,
  type RunContext,
} from '@lineshaft/flow';
import { compileTemplate, type Template, throwingAs } from '@lineshaft/jsonata';
import { folderConnection } from '../connection/connection.ts';
import { fileFailure } from '../file-failure.ts';
import { folderSegments } from '../relative-folder.ts';
import { checkFileName, encodeForName } from './file-name.ts';
import { fileWriteManifest } from './manifest.ts';
import { putFile } from './put-file.ts';

/** Channel Adapter to a folder. */
export const fileWrite = implement(fileWriteManifest, ({ folder = '', name, ifExists }) => {
  const folderTemplate = compileField('folder', folder);
  const nameTemplate = compileField('name', name);
  if (folderTemplate.fixed) folderSegments(folder);
  if (nameTemplate.fixed) checkFileName(name);
  return {
    async deliver(message, context) {
      const root = context.connect(folderConnection);
      const intoFolder = fill(folderTemplate, message, context);
      const named = fill(nameTemplate, message, context);
      checkFileName(named);
      const bytes = message.body.bytes();
      const path = await root.enter(intoFolder, { create: true });
      try {
        await putFile({ folder: path, name: named, bytes, ifExists }, context.signal);
      } catch (cause) {
        throw context.signal.aborted ? context.signal.reason : fileFailure('The file', cause);
      }
      const written = { path: intoFolder === '' ? named : `${intoFolder}/${named}`, bytes: bytes.length };
      return [{ port: 'written', contentType: 'application/json', headers: {}, body: Body.fromJson(written) }];
    },
  };
});

function compileField(field: string, text: string): Template {
  return throwingAs(expressionError(`The field ${field}`), () => compileTemplate(text, { encode: encodeForName }));
}

function fill(template: Template, message: Message, context: RunContext): string {
  if (template.fixed) return template.text;
  return template.evaluate(expressionInput(message), evaluationContext(message, context));
}
