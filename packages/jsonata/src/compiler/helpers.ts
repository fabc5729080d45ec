import {
  apply,
  builtIn,
  builtInDirect,
  call,
  calleeNamed,
  lambda,
  partial,
  pass,
  tailCall,
  tailFailed,
  thunk,
} from '../evaluation/calls.ts';
import { transformer } from '../evaluation/calls.ts';
import { fail } from '../evaluation/failure.ts';
import { eachGroup, groupBy, regroup } from '../evaluation/groups.ts';
import * as operators from '../evaluation/operators.ts';
import { candidates, listIndex } from '../evaluation/list-index.ts';
import { order } from '../evaluation/order.ts';
import * as paths from '../evaluation/paths.ts';
import { appendOwn, own, ownItem, pushOwn, spend, unmarked } from '../evaluation/own.ts';
import { probed } from '../evaluation/probes.ts';
import { asSequence, collapse } from '../evaluation/sequence.ts';
import {
  applyStages,
  collapseUnlessStream,
  itemsOfStream,
  keptUnlessStream,
  numberSorted,
  tupleStep,
} from '../evaluation/tuples.ts';
import { grow, growingList } from '../functions/lists.ts';
import { baseAndObject, isSmallObject, spreadBoth } from '../functions/objects.ts';
import { plainDecimal } from '../functions/numbers.ts';
import { apart } from '../evaluation/transform.ts';
import type { Helpers } from './print.ts';

/** All that generated code can call. */
export const helpers: Helpers = {
  ...operators,
  ...paths,
  apply,
  apart,
  appendOwn,
  applyStages,
  asSequence,
  baseAndObject,
  builtIn,
  builtInDirect,
  call,
  calleeNamed,
  candidates,
  collapse,
  collapseUnlessStream,
  eachGroup,
  fail,
  groupBy,
  grow,
  growingList,
  isArray: Array.isArray,
  isSmallObject,
  itemsOfStream,
  keptUnlessStream,
  lambda,
  listIndex,
  numberSorted,
  order,
  own,
  ownItem,
  partial,
  pass,
  plainDecimal,
  probed,
  pushOwn,
  regroup,
  spend,
  spreadBoth,
  tailCall,
  tailFailed,
  thunk,
  transformer,
  tupleStep,
  unmarked,
};
