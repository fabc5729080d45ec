import { type Code, type Statement, conditional, isMissing, isThere, nothing, read } from './code.ts';
import type { Emitter, Place } from './emitter.ts';

/** Where a step's results go: one that is spread when it is a list, or an item as it is. */
export interface Sink {
  value(code: Code, place: Place): void;
  item(code: Code, place: Place): void;
}

/** What a path gave, in the forms that are asked for. */
export interface Results {
  isOwn: boolean;
  value(): Code;
  kept(): Code;
  own(): Code;
  ownKept(): Code;
  list(): Code;
  /** The path's value, but for a list at its start that is empty and so is the value. */
  wrap: (code: Code, keeps: boolean) => Code;
}

export interface Begun {
  isOwn: boolean;
  wrap?: Results['wrap'];
}

/** Gathers what `emit` gives to the sink. Most paths have one result: no list is made for it. */
export function gatherAll(emitter: Emitter, place: Place, emit: (sink: Sink) => Begun): Results {
  const found = emitter.variable(place);
  const only = emitter.variable(place);
  let usesOnly = false;
  const sink: Sink = {
    value(code, at) {
      usesOnly = true;
      const value = emitter.keep(code, at);
      const add: Statement = {
        kind: 'if',
        test: isMissing(read(only)),
        body: [emitter.assign(only, value)],
        otherwise: [emitter.assign(found, emitter.helper('gather', [read(found), read(only), value]))],
      };
      at.out.push(
        value.type?.defined === true ? add : { kind: 'if', test: isThere(value), body: [add], otherwise: [] },
      );
    },
    item(code, at) {
      const value = emitter.keep(code, at);
      at.out.push({
        kind: 'if',
        test: isMissing(read(found)),
        body: [emitter.assign(found, { kind: 'list', items: [value] })],
        otherwise: [{ kind: 'do', code: emitter.helper('pushItem', [read(found), value]) }],
      });
    },
  };
  const begun = emit(sink);
  const hasSeveral = isThere(read(found));
  const ifOne = (one: Code): Code => (usesOnly ? one : nothing);
  return {
    isOwn: begun.isOwn,
    value: () =>
      conditional(hasSeveral, emitter.pure('several', [read(found)]), ifOne(emitter.pure('single', [read(only)]))),
    own: () => conditional(hasSeveral, emitter.pure('ownSeveral', [read(found)]), ifOne(read(only))),
    kept: () =>
      conditional(
        hasSeveral,
        emitter.pure('severalKept', [read(found)]),
        ifOne(conditional(isMissing(read(only)), nothing, emitter.helper('singleKept', [read(only)]))),
      ),
    ownKept: () =>
      conditional(
        hasSeveral,
        emitter.pure('ownSeveralKept', [read(found)]),
        ifOne(conditional(isMissing(read(only)), nothing, emitter.pure('ownSingleKept', [read(only)]))),
      ),
    list: () => {
      const empty: Code = { kind: 'list', items: [] };
      const one = usesOnly
        ? conditional(isMissing(read(only)), empty, emitter.pure('singleListed', [read(only)]))
        : empty;
      return conditional(hasSeveral, read(found), one);
    },
    wrap: begun.wrap ?? (code => code),
  };
}

export function sortedResults(emitter: Emitter, sorted: Code): Results {
  const value = (): Code => emitter.pure('sortedValue', [sorted]);
  const kept = (): Code => emitter.helper('sortedKept', [sorted]);
  return { isOwn: false, value, kept, own: value, ownKept: kept, list: () => sorted, wrap: code => code };
}
