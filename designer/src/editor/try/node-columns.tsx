import { Group } from '@mantine/core';
import { Pager } from '../../ui/pager.tsx';
import type { DraftNode } from '../draft-flow.ts';
import { SelectedNodeForm } from '../selected-form.tsx';
import { useEditor } from '../store/editor-context.ts';
import { InputColumn } from './input-column.tsx';
import { messages } from './messages.ts';
import classes from './node-columns.module.css';
import { OutputColumn } from './output-column.tsx';
import type { NodeTrace } from './trace-of-trial.ts';
import { useTry, useTryStore } from './try-context.ts';
import { useTrace } from './use-trace.ts';

const texts = messages.panel;

/** Input, settings and output of the chosen node, side by side; settings can be changed and tried again at once. */
export function NodeColumns({ node }: { node: DraftNode }) {
  const flow = useEditor(state => state.flow);
  const traced = useTrace().get(node.id);
  const index = useTry(state => state.shownRuns.get(node.id) ?? 0);
  const shown = traced?.runs[index];
  if (!flow) return null;
  return (
    <div className={classes['columns']}>
      <InputColumn node={node} shown={shown} pager={traced && <RunPager traced={traced} index={index} />} />
      <section className={classes['column']} aria-label={texts.settings}>
        <div className={classes['head']}>
          <h2 className={classes['title']}>{texts.settings}</h2>
        </div>
        <div className={classes['form']}>
          <SelectedNodeForm flow={flow} node={node} />
        </div>
      </section>
      <OutputColumn node={node} traced={traced} shown={shown} />
    </div>
  );
}

/** Which of its runs is looked at, where a node ran more than once. */
function RunPager({ traced: { nodeId, runs }, index }: { traced: NodeTrace; index: number }) {
  const store = useTryStore();
  if (runs.length < 2) return null;
  return (
    <Group gap={2} wrap="nowrap">
      <Pager
        index={index}
        count={runs.length}
        place={texts.run(index + 1, runs.length)}
        previous={texts.previousRun}
        next={texts.nextRun}
        onShow={shown => store.getState().showRun(nodeId, shown)}
      />
    </Group>
  );
}
