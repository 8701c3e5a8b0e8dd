import { Plus } from 'lucide-react';
import { useCallback, useMemo, useRef, useState } from 'react';
import { useParams } from 'react-router';
import type { PipelineRecord } from '../../meta/index.ts';
import { checkPipeline } from '../../src/domain/pipeline/check.ts';
import { childrenOf, type ProjectView } from '../../src/domain/state.ts';
import { ProblemLines } from '../controls/index.ts';
import { Place } from '../Frame/index.ts';
import { GraphView, type GraphHandle, type Point } from '../graph/index.ts';
import {
  centredAt,
  FloatingPicker,
  GraphPlace,
  GraphToolbar,
  PickerList,
  ProblemList,
  useGraphState,
  type PickerItem,
} from '../graphEditing/index.ts';
import {
  rootOf,
  useEditing,
  useOpenProject,
  useProject,
  useRecord,
  useScope,
  useView,
  type Editing,
} from '../project/index.ts';
import { Badge, EmptyState } from '../ui/index.ts';
import { ExecuteButton } from './ExecuteButton.tsx';
import { BANDS, pipelineGraphOf } from './pipelineGraph.ts';
import { PipelineInspector } from './PipelineInspector.tsx';
import styles from './PipelineEditor.module.css';
import { StepForm } from './StepForm.tsx';
import { fitsAt, type StepAnchor } from './stepLinks.ts';
import { useArranging } from './useArranging.ts';
import { NEW_OPERATION, usePipelineEdits } from './usePipelineEdits.ts';

export default function PipelineEditor() {
  const { pipeline: id = '' } = useParams();
  const state = useScope(id);
  const pipeline = useRecord(id, 'Pipeline');
  const { base } = useOpenProject();
  const crumbs = [{ label: 'Pipelines', to: `${base}/pipelines` }];
  if (!pipeline) {
    return (
      <Place title="Pipeline" crumbs={crumbs}>
        <EmptyState sentence="This pipeline is not there. It may have been deleted; undo or history brings it back." />
      </Place>
    );
  }
  if (state !== 'open') {
    return <Place title={pipeline.name} crumbs={[...crumbs, { label: pipeline.name }]} children={null} />;
  }
  return <Editor pipeline={pipeline} />;
}

function Editor({ pipeline }: { readonly pipeline: PipelineRecord }) {
  const { base } = useOpenProject();
  const editing = useEditing();
  const check = useCallback((view: ProjectView) => checkPipeline(view, pipeline.id), [pipeline.id]);
  const graph = useView(useMemo(() => pipelineGraphOf(pipeline.id, check), [pipeline.id, check]));
  const { selection, select, selectNode, selected, expanded, toggle } = useGraphState(graph);
  const problems = useProblems(check);
  const picker = usePicker();
  const handle = useRef<GraphHandle>(null);
  const selectAndFollow = useCallback(
    (step: string) => {
      selectNode(step);
      handle.current?.follow(step);
    },
    [selectNode],
  );
  const edits = usePipelineEdits(pipeline.id, editing, selectAndFollow);
  const { direction, actions } = useArranging({
    pipeline: pipeline.id,
    nodes: graph.nodes,
    selection,
    readOnly: editing.readOnly,
    edits,
    handle,
  });
  const items = useOperations();
  const offered = useOffered(items, picker.anchor);
  const goTo = (at: string) => handle.current?.goTo(at);

  return (
    <Place
      title={pipeline.name}
      crumbs={[{ label: 'Pipelines', to: `${base}/pipelines` }, { label: pipeline.name }]}
      actions={<ExecuteButton pipeline={pipeline} problems={problems} />}
      inspector={
        <PipelineInspector
          pipeline={pipeline}
          selection={selection}
          selected={selected}
          editing={editing}
          onDelete={() => edits.remove(selection)}
        />
      }
      drawer={[
        {
          id: 'problems',
          label: 'Problems',
          badge: problems.length > 0 && <Badge tone="danger">{problems.length}</Badge>,
          content: (
            <ProblemList problems={problems} allWell="Nothing is wrong: it can be executed." onGoTo={goTo} />
          ),
        },
      ]}
    >
      <GraphPlace
        palette={
          editing.readOnly ? null : (
            <PickerList
              label="Search operations"
              items={items}
              onPick={(item) => edits.add(item)}
              draggable
            />
          )
        }
        onDropItem={(item, client) => {
          const found = handle.current?.locate(client);
          if (found) edits.add(item, { kind: 'place', at: centredAt(found.at) });
        }}
        notices={<ProblemLines problems={editing.problems} />}
      >
        {graph.nodes.length === 0 && <Nothing />}
        <GraphView
          // Drawn the other way round, nothing is where it was: the view begins anew.
          key={direction}
          ref={handle}
          direction={direction}
          label={`Pipeline ${pipeline.name}`}
          nodes={graph.nodes}
          edges={graph.edges}
          readOnly={editing.readOnly}
          selection={selection}
          onSelect={select}
          expanded={expanded}
          minimap={graph.nodes.length > 12}
          canConnect={edits.canConnect}
          onConnect={({ source, target }) => edits.connect(source, target)}
          onConnectToEmpty={(from, _at, screen) => picker.open(screen, { kind: 'port', port: from })}
          onQuickAdd={(node, screen) => picker.open(screen, firstOutput(graph.nodes, node))}
          onInsertOnEdge={(edge, _at, screen) => picker.open(screen, { kind: 'edge', edge })}
          onContextMenu={(hit, _at, screen) => hit.kind === 'empty' && picker.open(screen)}
          onPlace={edits.place}
          onDelete={edits.remove}
          onOpen={toggle}
          renderNode={(node) => <StepBody id={node.id} editing={editing} />}
        />
        <GraphToolbar label="Pipeline" actions={actions} />
        <FloatingPicker
          label="Add an operation"
          items={offered}
          at={picker.at}
          onClose={picker.close}
          onClosed={() => handle.current?.focus()}
          onPick={(item) => edits.add(item, picker.anchor)}
        />
      </GraphPlace>
    </Place>
  );
}

function StepBody({ id, editing }: { readonly id: string; readonly editing: Editing }) {
  const step = useRecord(id, 'Step');
  return step ? <StepForm step={step} editing={editing} terse /> : null;
}

function Nothing() {
  return (
    <div className={styles.nothing}>
      <EmptyState sentence="Add an operation from the list at the left, by clicking or dragging it here. Then draw connections from its outputs to the inputs of others." />
    </div>
  );
}

function useProblems(check: (view: ProjectView) => ReturnType<typeof checkPipeline>) {
  const { view } = useProject();
  const key = useView(useCallback((now: ProjectView) => JSON.stringify(check(now)), [check]));
  // The texts are compared, not the objects, which are new each time.
  return useMemo(() => (key === '' ? [] : check(view)), [key, check, view]);
}

/** Where the floating palette is open, and for which port or connection. */
function usePicker() {
  const [state, setState] = useState<{ readonly at: Point; readonly anchor: StepAnchor | undefined }>();
  return {
    at: state?.at,
    anchor: state?.anchor,
    open: (at: Point, anchor?: StepAnchor) => setState({ at, anchor }),
    close: () => setState(undefined),
  };
}

function useOperations(): readonly PickerItem[] {
  const operations = useView(operationsOf);
  return useMemo(
    () => [
      ...operations
        .toSorted((a, b) => a.category.localeCompare(b.category) || a.name.localeCompare(b.name))
        .map(({ id, name, category, description, role }) => ({
          id,
          label: name,
          group: category,
          hint: description,
          band: BANDS[role],
        })),
      { id: NEW_OPERATION, label: 'New operation', group: 'Make your own', icon: <Plus /> },
    ],
    [operations],
  );
}

function operationsOf(view: ProjectView) {
  const root = rootOf(view);
  return root ? childrenOf(view, root.id, 'Operation') : [];
}

function useOffered(items: readonly PickerItem[], anchor: StepAnchor | undefined): readonly PickerItem[] {
  const { view } = useProject();
  return useMemo(
    () => (anchor ? items.filter(({ id }) => id === NEW_OPERATION || fitsAt(view, id, anchor)) : items),
    [items, anchor, view],
  );
}

function firstOutput(
  nodes: readonly { readonly id: string; readonly outputs: readonly { readonly id: string }[] }[],
  node: string,
): StepAnchor | undefined {
  const port = nodes.find(({ id }) => id === node)?.outputs[0];
  return port && { kind: 'port', port: { node, port: port.id, side: 'output' } };
}
