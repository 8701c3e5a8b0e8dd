import { lazy, Suspense, useCallback, useMemo, useRef, useState } from 'react';
import { useParams } from 'react-router';
import type { ArchitectureRecord } from '../../meta/index.ts';
import type { NetworkInference } from '../../src/domain/shapes/index.ts';
import { ProblemLines } from '../controls/index.ts';
import { Place } from '../Frame/index.ts';
import { GraphView, type GraphHandle, type Point } from '../graph/index.ts';
import {
  centredAt,
  FloatingPicker,
  GraphPlace,
  PickerList,
  ProblemList,
  useGraphState,
} from '../graphEditing/index.ts';
import { useEditing, useOpenProject, useRecord, useScope, useView, type Editing } from '../project/index.ts';
import { Badge, EmptyState } from '../ui/index.ts';
import { architectureGraphOf } from './architectureGraph.ts';
import styles from './ArchitectureEditor.module.css';
import { ArchitectureInspector } from './ArchitectureInspector.tsx';
import { LAYER_ITEMS } from './layerItems.ts';
import { LayerForm } from './LayerForm.tsx';
import { useArchitectureEdits, type Anchor } from './useArchitectureEdits.ts';

const CodePanel = lazy(() => import('./CodePanel.tsx'));

export default function ArchitectureEditor() {
  const { architecture: id = '' } = useParams();
  const state = useScope(id);
  const architecture = useRecord(id, 'Architecture');
  const { base } = useOpenProject();
  const crumbs = [{ label: 'Architectures', to: `${base}/architectures` }];
  if (!architecture) {
    return (
      <Place title="Architecture" crumbs={crumbs}>
        <EmptyState sentence="This architecture is not there. It may have been deleted; undo or history brings it back." />
      </Place>
    );
  }
  if (state !== 'open') {
    return (
      <Place title={architecture.name} crumbs={[...crumbs, { label: architecture.name }]} children={null} />
    );
  }
  return <Editor architecture={architecture} />;
}

function Editor({ architecture }: { readonly architecture: ArchitectureRecord }) {
  const { id, name } = architecture;
  const { base } = useOpenProject();
  const editing = useEditing();
  const graph = useView(useMemo(() => architectureGraphOf(id), [id]));
  const { selection, select, selectNode, selected, expanded, toggle } = useGraphState(graph);
  const picker = usePicker();
  const handle = useRef<GraphHandle>(null);
  const selectAndFollow = useCallback(
    (layer: string) => {
      selectNode(layer);
      handle.current?.follow(layer);
    },
    [selectNode],
  );
  const edits = useArchitectureEdits(id, editing, selectAndFollow);
  const problems = graph.inference.problems.map(({ layer, message }) => ({ at: layer, message }));
  const addAfterSelection = (type: string) =>
    edits.add(type, selected === undefined ? undefined : after(selected));

  return (
    <Place
      title={name}
      crumbs={[{ label: 'Architectures', to: `${base}/architectures` }, { label: name }]}
      inspector={
        <ArchitectureInspector
          architecture={architecture}
          inference={graph.inference}
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
            <ProblemList
              problems={problems}
              allWell="Every layer fits the one before it."
              onGoTo={(at) => handle.current?.goTo(at)}
            />
          ),
        },
        {
          id: 'code',
          label: 'Code',
          content: (
            <Suspense>
              <CodePanel architecture={id} selection={selection} onSelect={selectAndFollow} />
            </Suspense>
          ),
        },
      ]}
    >
      <GraphPlace
        palette={
          editing.readOnly ? null : (
            <PickerList label="Search layers" items={LAYER_ITEMS} onPick={addAfterSelection} draggable />
          )
        }
        onDropItem={(type, client) => {
          const found = handle.current?.locate(client);
          if (found) edits.add(type, droppedAt(found));
        }}
        notices={<ProblemLines problems={editing.problems} />}
      >
        {graph.nodes.length === 0 && (
          <div className={styles.nothing}>
            <EmptyState sentence="Begin with an Input from the list at the left; each layer you add after it follows the selected one." />
          </div>
        )}
        <GraphView
          ref={handle}
          label={`Architecture ${name}`}
          nodes={graph.nodes}
          edges={graph.edges}
          readOnly={editing.readOnly}
          selection={selection}
          onSelect={select}
          expanded={expanded}
          minimap={graph.nodes.length > 12}
          canConnect={edits.canConnect}
          onConnect={({ source, target }) => edits.connect(source, target)}
          onConnectToEmpty={(port, _at, screen) => picker.open(screen, { kind: 'port', port })}
          onQuickAdd={(node, screen) => picker.open(screen, after(node))}
          onInsertOnEdge={(edge, _at, screen) => picker.open(screen, { kind: 'edge', edge })}
          onContextMenu={(hit, _at, screen) => hit.kind === 'empty' && picker.open(screen)}
          onPlace={edits.place}
          onDelete={edits.remove}
          onOpen={toggle}
          renderNode={(node) => <LayerBody id={node.id} inference={graph.inference} editing={editing} />}
        />
        <FloatingPicker
          label="Add a layer"
          items={LAYER_ITEMS}
          at={picker.at}
          onClose={picker.close}
          onClosed={() => handle.current?.focus()}
          onPick={(type) => edits.add(type, picker.anchor)}
        />
      </GraphPlace>
    </Place>
  );
}

interface LayerBodyProps {
  readonly id: string;
  readonly inference: NetworkInference;
  readonly editing: Editing;
}

function LayerBody({ id, inference, editing }: LayerBodyProps) {
  const layer = useRecord(id, 'Layer');
  const problems = inference.layers.get(id)?.problems ?? [];
  return layer ? <LayerForm layer={layer} editing={editing} problems={problems} terse /> : null;
}

/** On a connection a layer takes its place; elsewhere it stays where it was dropped. */
const droppedAt = ({ at, hit }: NonNullable<ReturnType<GraphHandle['locate']>>): Anchor =>
  hit.kind === 'edge' ? { kind: 'edge', edge: hit.id } : { kind: 'place', at: centredAt(at) };

const after = (node: string): Anchor => ({ kind: 'port', port: { node, port: '0', side: 'output' } });

/** Where the floating palette is open, and what a layer chosen there is put next to. */
function usePicker() {
  const [state, setState] = useState<{ readonly at: Point; readonly anchor: Anchor | undefined }>();
  return {
    at: state?.at,
    anchor: state?.anchor,
    open: (at: Point, anchor?: Anchor) => setState({ at, anchor }),
    close: () => setState(undefined),
  };
}
