import type { Output } from '../output.ts';
import type { FlowDifference } from './diff-flow.ts';
import type { FlowAction, FlowPlan } from './plan-flow.ts';
import { isChange, type ProjectPlan } from './plan-project.ts';

const longest = 120;

const signs = { added: '+', removed: '-', changed: '~' } as const;

const words: Record<FlowAction, [sign: string, text: string]> = {
  create: ['+', 'create'],
  change: ['~', 'change'],
  save: ['~', 'move boxes: nothing to publish'],
  remove: ['-', 'remove: it takes no messages any more'],
  none: ['=', 'unchanged'],
};

/** What would be done, flow by flow and field by field. */
export function printPlan({ flows }: ProjectPlan, output: Output): void {
  for (const flow of flows.filter(isChange)) printFlow(flow, output);
  const count = (action: FlowAction) => flows.filter(flow => flow.action === action).length;
  const enabled = flows.filter(({ enable }) => enable).length;
  const destructive = flows.flatMap(flow => flow.destructive).length;
  const counts = [
    `${count('create')} to create`,
    `${count('change') + count('save')} to change`,
    `${enabled} to enable`,
    `${count('remove')} to remove`,
    `${flows.filter(flow => !isChange(flow)).length} unchanged`,
  ];
  output.line(`Flows: ${counts.join(', ')}.`);
  if (destructive > 0) output.line(output.styled('red', `${destructive} destructive changes: they need --yes.`));
}

/** The plan for machines: without the definitions, which stand in their files. */
export function planAsJson({ flows }: ProjectPlan): unknown {
  return {
    changes: flows.filter(isChange).length,
    flows: flows.map(({ definition: _definition, draftRevision: _revision, ...flow }) => flow),
  };
}

function printFlow({ id, action, enable, differences, destructive, file }: FlowPlan, output: Output): void {
  const [sign, text] = action === 'none' ? ['~', ''] : words[action];
  const color = sign === '+' ? 'green' : sign === '-' ? 'red' : 'yellow';
  const what = [text, enable ? 'enable' : ''].filter(Boolean).join(', ');
  output.line(`${output.styled(color, `${sign} flow ${id}`)}: ${what}${file === undefined ? '' : `  (${file})`}`);
  for (const difference of differences) output.line(`    ${sentenceOf(difference)}`);
  for (const sentence of destructive) output.line(`    ${output.styled('red', '! destructive')}: ${sentence}`);
}

function sentenceOf({ kind, subject, path, before, after }: FlowDifference): string {
  const head = `${signs[kind]} ${subject}${path === '' ? '' : ` ${path}`}`;
  if (kind !== 'changed') return head;
  return `${head}: ${before === undefined ? 'nothing' : shown(before)} → ${after === undefined ? 'nothing' : shown(after)}`;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}
