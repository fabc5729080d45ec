import { TerminalError } from '@lineshaft/flow';

/** A statement whose values are numbered, and the names of those, in that order. */
export interface NumberedStatement {
  text: string;
  names: string[];
}

/**
 * What `$` may stand in without being a parameter: texts, quoted names, comments, dollar-quoted texts, names that hold
 * it. Block comments that hold others are read to the end of the first; what follows is then refused by the database.
 */
const parts =
  /[eE]'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\$([A-Za-z_]\w*)?\$[\s\S]*?\$\1\$|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*|\$(?<name>\w+)/g;

/**
 * `confirm($po, $lines)` → `confirm($1, $2)`. The values never become part of the text.
 * @param known the parameters that have a value
 * @throws TerminalError `config-invalid` for a parameter without a value, and for a value that is not used
 */
export function numberParameters(sql: string, known: readonly string[]): NumberedStatement {
  const names: string[] = [];
  const text = sql.replaceAll(parts, (part, ...groups) => {
    const { name } = groups.at(-1) as { name?: string };
    if (name === undefined) return part;
    if (!known.includes(name)) throw invalid(`uses $${name}, which is no parameter`);
    if (!names.includes(name)) names.push(name);
    return `$${names.indexOf(name) + 1}`;
  });
  const unused = known.find(name => !names.includes(name));
  if (unused !== undefined) throw invalid(`does not use the parameter ${unused}`);
  return { text, names };
}

function invalid(fault: string): TerminalError {
  return new TerminalError('config-invalid', `The statement ${fault}. Check the fields sql and parameters.`);
}
