import { json } from '@codemirror/lang-json';
import { StreamLanguage, type StreamParser, type StringStream } from '@codemirror/language';
import type { Extension } from '@uiw/react-codemirror';

export type LanguageName = 'json' | 'jsonata' | 'template' | 'sql' | 'text';

/** Colours of a language. They show where texts, names and words of the language are; checking is another matter. */
export function languageExtension(name: LanguageName): Extension {
  switch (name) {
    case 'json':
      return json();
    case 'jsonata':
      return StreamLanguage.define(jsonata);
    case 'template':
      return StreamLanguage.define(template);
    case 'sql':
      return StreamLanguage.define(sql);
    case 'text':
      return [];
  }
}

interface Words {
  keywords: RegExp;
  comment: RegExp;
  variable: RegExp;
}

const jsonataWords: Words = {
  keywords: /^(?:and|or|in|function|true|false|null)\b/,
  comment: /^\/\*.*?(?:\*\/|$)/,
  variable: /^\$[\w$]*/,
};

const sqlKeywords =
  'select|from|where|and|or|not|in|is|null|as|on|join|left|right|inner|outer|group|order|by|having|limit|insert|into|values|update|set|delete|returning|conflict|do|nothing|with|union|all|distinct|case|when|then|else|end|call|exists|between|like|asc|desc';

const sqlWords: Words = {
  keywords: new RegExp(`^(?:${sqlKeywords})\\b`, 'i'),
  comment: /^(?:--.*|\/\*.*?(?:\*\/|$))/,
  variable: /^\$\w+/,
};

const jsonata = parserOf('jsonata', jsonataWords);
const sql = parserOf('sql', sqlWords);

function parserOf(name: string, words: Words): StreamParser<unknown> {
  return { name, token: stream => token(stream, words) };
}

/** JSONata between `{{` and `}}`, text around it. */
const template: StreamParser<{ inside: boolean }> = {
  name: 'template',
  startState: () => ({ inside: false }),
  token(stream, state) {
    if (stream.match(state.inside ? '}}' : '{{')) {
      state.inside = !state.inside;
      return 'bracket';
    }
    if (state.inside) return token(stream, jsonataWords);
    stream.next();
    stream.eatWhile(/[^{]/);
    return null;
  },
};

function token(stream: StringStream, words: Words): string | null {
  if (stream.eatSpace()) return null;
  if (stream.match(words.comment)) return 'comment';
  if (stream.match(/^"(?:[^"\\]|\\.)*(?:"|$)/) || stream.match(/^'(?:[^'\\]|\\.)*(?:'|$)/)) return 'string';
  if (stream.match(/^\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/)) return 'number';
  if (stream.match(words.variable)) return 'variableName';
  if (stream.match(words.keywords)) return 'keyword';
  if (stream.match(/^[\p{L}_][\p{L}\d_]*/u)) return 'propertyName';
  stream.next();
  return 'operator';
}
