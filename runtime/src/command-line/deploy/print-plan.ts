import type { Output } from '../output.ts';
import type { ConnectionPlan } from './plan-connection.ts';
import type { FlowAction, FlowPlan } from './plan-flow.ts';
import { isChange, type ProjectPlan } from './plan-project.ts';
import type { PlannedDifference } from './planned-difference.ts';

const longest = 120;

const signs = { added: '+', removed: '-', changed: '~' } as const;

const words: Record<FlowAction, [sign: string, text: string]> = {
  create: ['+', 'create'],
  change: ['~', 'change'],
  save: ['~', 'move boxes: nothing to publish'],
  remove: ['-', 'remove: it takes no messages any more'],
  none: ['=', 'unchanged'],
};

/** What would be done, field by field. */
export function printPlan({ flows, connections, withoutValues }: ProjectPlan, output: Output): void {
  for (const connection of connections) if (connection.action !== 'none') printConnection(connection, output);
  for (const flow of flows) if (isChange(flow)) printFlow(flow, output);
  for (const id of withoutValues) output.line(`  connection ${id} has no values in this environment: left as it is`);
  if (connections.length > 0) output.line(`Connections: ${counts(connections.map(({ action }) => action))}.`);
  const enabled = flows.filter(({ enable }) => enable).length;
  const actions = flows.map(flow => (flow.action === 'save' ? 'change' : flow.enable ? undefined : flow.action));
  output.line(`Flows: ${counts(actions)}${enabled > 0 ? `, ${enabled} to enable` : ''}.`);
  const destructive = [...flows, ...connections].flatMap(one => one.destructive).length;
  if (destructive > 0) output.line(output.styled('red', `${destructive} destructive changes: they need --yes.`));
}

/** The plan for machines: without definitions, which stand in their files, and without values. */
export function planAsJson({ flows, connections, withoutValues }: ProjectPlan): unknown {
  return {
    changes: flows.filter(isChange).length + connections.filter(({ action }) => action !== 'none').length,
    connections: connections.map(({ declared: _declared, values: _values, ...connection }) => connection),
    flows: flows.map(({ definition: _definition, draftRevision: _revision, ...flow }) => flow),
    withoutValues,
  };
}

function counts(actions: readonly (FlowAction | undefined)[]): string {
  const count = (action: FlowAction) => actions.filter(one => one === action).length;
  return `${count('create')} to create, ${count('change')} to change, ${count('remove')} to remove, ${count('none')} unchanged`;
}

function printConnection({ id, action, differences, destructive }: ConnectionPlan, output: Output): void {
  const text = action === 'remove' ? 'delete' : action;
  printHead(words[action][0], `connection ${id}`, text, output);
  printDetails(differences, destructive, output);
}

function printFlow({ id, action, enable, differences, destructive, file }: FlowPlan, output: Output): void {
  const [sign, text] = action === 'none' ? ['~', ''] : words[action];
  const what = [text, enable ? 'enable' : ''].filter(Boolean).join(', ');
  printHead(sign, `flow ${id}`, `${what}${file === undefined ? '' : `  (${file})`}`, output);
  printDetails(differences, destructive, output);
}

function printHead(sign: string, subject: string, text: string, output: Output): void {
  const color = sign === '+' ? 'green' : sign === '-' ? 'red' : 'yellow';
  output.line(`${output.styled(color, `${sign} ${subject}`)}: ${text}`);
}

function printDetails(differences: PlannedDifference[], destructive: string[], output: Output): void {
  for (const difference of differences) output.line(`    ${sentenceOf(difference)}`);
  for (const sentence of destructive) output.line(`    ${output.styled('red', '! destructive')}: ${sentence}`);
}

function sentenceOf({ kind, subject, path, before, after }: PlannedDifference): string {
  const head = `${signs[kind]} ${subject}${path === '' ? '' : ` ${path}`}`;
  if (kind !== 'changed') return head;
  return `${head}: ${before === undefined ? 'nothing' : shown(before)} → ${after === undefined ? 'nothing' : shown(after)}`;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}
