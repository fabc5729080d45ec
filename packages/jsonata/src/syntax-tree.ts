/** A node of JSONata's syntax tree, as far as it is looked at here. Positions lie at the end of a token. */
export interface SyntaxNode {
  type?: string;
  value?: unknown;
  position?: number;
  procedure?: SyntaxNode;
  arguments?: SyntaxNode[];
  lhs?: unknown;
  rhs?: unknown;
}

/** A variable that an expression uses; `$` is not part of the name. */
interface NamedPlace {
  name: string;
  position: number;
}

export interface WrittenMessage {
  /** Where JSONata may say that the call failed. */
  positions: (number | undefined)[];
  texts: string[];
}

/** What can be told about an expression without evaluating it. */
export interface Findings {
  regexes: { pattern: RegExp; position: number }[];
  /** The calls of `$error` and `$assert`, with the texts in them as written, in order. */
  messages: WrittenMessage[];
  variables: NamedPlace[];
  calls: NamedPlace[];
  /** Names given by `:=` to something that is plainly a function, or to anything else. */
  functionNames: Set<string>;
  valueNames: Set<string>;
}

export function examine(tree: SyntaxNode): Findings {
  const findings: Findings = {
    regexes: [],
    messages: [],
    variables: [],
    calls: [],
    functionNames: new Set(),
    valueNames: new Set(),
  };
  visit(tree, findings);
  return findings;
}

function visit(node: SyntaxNode, findings: Findings): void {
  note(node, findings);
  for (const child of Object.values(node)) visitAll(child, findings);
}

function visitAll(child: unknown, findings: Findings): void {
  if (Array.isArray(child)) for (const item of child) visitAll(item, findings);
  else if (typeof child === 'object' && child !== null && !(child instanceof RegExp)) visit(child, findings);
}

function note(node: SyntaxNode, findings: Findings): void {
  const { type, value, position = 0 } = node;
  if (type === 'regex' && value instanceof RegExp) findings.regexes.push({ pattern: value, position });
  if (type === 'variable') findings.variables.push({ name: String(value), position });
  if (type === 'bind') noteBinding(node, findings);
  if (type === 'lambda') for (const parameter of node.arguments ?? []) findings.valueNames.add(String(parameter.value));
  if (type === 'function' || type === 'partial') noteCall(node, findings);
}

function noteBinding({ lhs, rhs }: SyntaxNode, findings: Findings): void {
  const isFunction = ['lambda', 'partial', 'transform'].includes((rhs as SyntaxNode).type ?? '');
  (isFunction ? findings.functionNames : findings.valueNames).add(String((lhs as SyntaxNode).value));
}

function noteCall(call: SyntaxNode, findings: Findings): void {
  const { procedure } = call;
  if (procedure?.type === 'variable') {
    const name = String(procedure.value);
    findings.calls.push({ name, position: procedure.position ?? 0 });
    if (name === 'error' || name === 'assert') {
      findings.messages.push({ positions: [call.position, procedure.position], texts: textsIn(call.arguments) });
    }
  }
}

function textsIn(part: unknown): string[] {
  if (Array.isArray(part)) return part.flatMap(textsIn);
  if (typeof part !== 'object' || part === null) return [];
  const { type, value } = part as SyntaxNode;
  return type === 'string' ? [String(value)] : Object.values(part).flatMap(textsIn);
}
