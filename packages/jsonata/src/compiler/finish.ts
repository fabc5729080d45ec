import type { AstNode } from '../ast.ts';
import { type Code, type ValueType, helper } from './code.ts';
import { emitGroup } from './emit-objects.ts';
import { emitFiltered } from './emit-paths.ts';
import { emitFilteredStream } from './emit-tuples.ts';
import type { Emitter, Place, Want } from './emitter.ts';

/** A node's own value, then its filters and its group, and then the collapse of what is a sequence. */
export function emitNode(emitter: Emitter, node: AstNode, place: Place, want: Want): Code {
  if (node.predicate !== undefined) {
    const value = emitter.raw(node, place);
    return node.tuple === true
      ? emitFilteredStream(emitter, node, value, place)
      : emitFiltered(emitter, node, value, place);
  }
  if (node.group !== undefined && node.type !== 'path') {
    return emitGroup(emitter, node.group.lhs, emitter.raw(node, place), place, node.group.position);
  }
  const raw = emitter.raw(node, place, want);
  if (isSettled(raw.type)) return raw;
  return helper(node.keepArray === true ? 'kept' : 'collapse', [raw], { ...raw.type, settled: true });
}

function isSettled(type: ValueType | undefined): boolean {
  return type !== undefined && (type.settled === true || (type.is !== undefined && type.is !== 'list'));
}
