import { useMemo, useState } from 'react';
import { useConnections } from '../api/connections.ts';
import { useFlows } from '../api/flows.ts';
import { CreateConnectionDialog } from '../connections/create-connection-dialog.tsx';
import { flowEndpoints } from '../intake/flow-endpoints.ts';
import { SendAddresses } from '../intake/send-addresses.tsx';
import { changeFlowField } from './commands/change-flow-fields.ts';
import { changeNodeField } from './commands/change-node-field.ts';
import { ConnectionUse } from './connection-use/connection-use.tsx';
import { type DraftFlow, type DraftNode, nodeTitle } from './draft-flow.ts';
import { useChosenSampleInput, useFindInput, useKnownInput } from './expression/use-known-input.ts';
import { FlowForm } from './inspector/flow-form.tsx';
import { NodeForm } from './inspector/node-form.tsx';
import { nodeCatalog } from './node-catalog.ts';
import { isAboutEdges, placeOfProblem } from './place-of-problem.ts';
import { useEditor } from './store/editor-context.ts';

interface WantedConnection {
  type: string;
  use: (id: string) => void;
}

const none: never[] = [];

/** The form of the chosen node. */
export function SelectedNodeForm({ flow, node }: { flow: DraftFlow; node: DraftNode }) {
  const edit = useEditor(state => state.edit);
  const flowId = useEditor(state => state.flowId);
  const allProblems = useEditor(state => state.problems);
  const connections = useConnections().data?.connections ?? none;
  const flows = useFlows().data?.flows ?? none;
  const input = useKnownInput(flow, node);
  const findInput = useFindInput(flow, node);
  const [wanted, setWanted] = useState<WantedConnection>();
  const problems = useMemo(
    () =>
      allProblems.filter(problem => problem.nodeId === node.id && !isAboutEdges(placeOfProblem(undefined, problem))),
    [allProblems, node.id],
  );
  const others = useMemo(
    () => flow.nodes.filter(({ id }) => id !== node.id).map(other => ({ id: other.id, name: nodeTitle(other) })),
    [flow.nodes, node.id],
  );
  const manifest = nodeCatalog.get(node.type);
  const connection = connections.find(({ id }) => id === node.connection);
  const change = (pointer: string, value: unknown) =>
    edit(current => changeNodeField(current, node.id, pointer, value), `${node.id}${pointer}`);
  const endpoints = useMemo(() => flowEndpoints([node]), [node]);
  return (
    <>
      <NodeForm
        node={node}
        manifest={manifest}
        problems={problems}
        others={others}
        connections={connections}
        flows={flows}
        input={input}
        findInput={findInput}
        onChange={change}
        onCreateConnection={(type, use) => setWanted({ type, use })}
      >
        {endpoints.length > 0 && <SendAddresses endpoints={endpoints} />}
        {connection && (
          <ConnectionUse
            connection={connection}
            flowId={flowId}
            takesPath={manifest !== undefined && 'url' in manifest.config.shape}
            onChoose={({ url, method }) => {
              change('/config/url', url);
              change('/config/method', method);
            }}
          />
        )}
      </NodeForm>
      <CreateConnectionDialog
        opened={wanted !== undefined}
        type={wanted?.type}
        onClose={() => setWanted(undefined)}
        onCreated={id => {
          wanted?.use(id);
          setWanted(undefined);
        }}
      />
    </>
  );
}

/** The form of the flow itself. */
export function WholeFlowForm({ flow }: { flow: DraftFlow }) {
  const edit = useEditor(state => state.edit);
  const problems = useEditor(state => state.problems);
  const input = useChosenSampleInput(true);
  return (
    <FlowForm
      flow={flow}
      problems={problems}
      input={input}
      onChange={(pointer, value) => edit(current => changeFlowField(current, pointer, value), `flow${pointer}`)}
    />
  );
}
