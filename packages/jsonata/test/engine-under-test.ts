import jsonata from 'jsonata';
import type { AstNode } from '../src/ast.ts';
import { compileTree } from '../src/compiler/compile.ts';
import { Evaluation } from '../src/evaluation/evaluation.ts';
import { library } from '../src/functions/library.ts';
import { defaultGuards } from '../src/guards.ts';
import type { Engine } from './engine.ts';

/** What the package offers. */
export const engineUnderTest: Engine = {
  name: '@lineshaft/jsonata',
  prepare(text, limits) {
    const run = compileTree(jsonata(text).ast() as unknown as AstNode, library);
    const guards = { ...defaultGuards, timeoutMs: limits.timeoutMs, listLength: 10_000_001 };
    return (input, { bindings, clock, seed }) => run(new Evaluation(guards, clock, seed), input, bindings);
  },
};
