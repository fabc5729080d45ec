import type { SyntaxNode, Token } from './syntax.ts';

/** jsonata looks through `[]` where it asks what a node is. */
export function unkept(node: SyntaxNode): SyntaxNode {
  let inner = node;
  while (inner.kind === 'keep') inner = inner.target;
  return inner;
}

/** The token at whose end jsonata says that a node is. */
export function headOf(node: SyntaxNode): Token {
  for (let head = node; ;) {
    switch (head.kind) {
      case 'path':
      case 'binary':
      case 'coalesce':
      case 'elvis':
      case 'bind':
      case 'focus':
      case 'index':
      case 'negate':
      case 'sort':
        return head.operator;
      case 'condition':
        return head.question;
      case 'block':
      case 'array':
      case 'object':
      case 'group':
      case 'filter':
      case 'call':
      case 'lambda':
      case 'transform':
        return head.open;
      case 'keep':
        head = head.target;
        break;
      case 'broken':
        return { kind: 'missing', value: '(end)', from: head.start, start: head.start, end: head.start };
      default:
        return head;
    }
  }
}
