import type { ReactNode } from 'react';
import type { LayerRecord } from '../../meta/index.ts';
import type { LayerResult } from '../../src/domain/architecture/check.ts';
import { formatShape, type NetworkTotals, type Total } from '../../src/domain/shapes/index.ts';
import { ActionButton } from '../actions/index.ts';
import { Form, LongTextField, Section } from '../forms/index.ts';
import { useRecord } from '../project/index.ts';
import { Panel, TextField } from '../ui/index.ts';
import { bytes, count, counted } from '../words/index.ts';
import { BlockForm, isStandIn } from './BlockForm.tsx';
import { BlockUses } from './BlockUses.tsx';
import type { EditorAction } from './editorActions.tsx';
import { EndsSection } from './gestures/EndsSection.tsx';
import { typeLabel } from './layerItems.ts';
import { LayerForm } from './LayerForm.tsx';
import styles from './LayerForm.module.css';
import { recordOf } from './nodePath.ts';
import type { Editor } from './useEditor.ts';

export interface ArchitectureInspectorProps {
  readonly editor: Editor;
  readonly actions: readonly EditorAction[];
}

/** The selected layer; where there is none, the network with its totals. */
export function ArchitectureInspector({ editor, actions }: ArchitectureInspectorProps) {
  const { selection, selected } = editor;
  const layer = useRecord(selected === undefined ? undefined : recordOf(selected), 'Layer');
  const size = selection.nodes.size + selection.edges.size;
  const buttons = actions
    .filter(({ button }) => button === 'selection')
    .map((action) => <ActionButton key={action.id} action={action} kind="quiet" />);
  if (layer) return <OneLayer layer={layer} node={selected ?? ''} editor={editor} buttons={buttons} />;
  if (size > 0) {
    return (
      <Panel title={`${counted(size, 'item')} selected`}>
        <div className={styles.buttons}>{buttons}</div>
      </Panel>
    );
  }
  return <Network editor={editor} />;
}

interface OneLayerProps {
  readonly layer: LayerRecord;
  readonly node: string;
  readonly editor: Editor;
  readonly buttons: readonly ReactNode[];
}

function OneLayer({ layer, node, editor, buttons }: OneLayerProps) {
  const { editing, graph } = editor;
  const known = graph.check.results.get(node);
  return (
    <Panel title={typeLabel(layer.type)}>
      <Form>
        <div className={styles.buttons}>{buttons}</div>
        <TextField
          label="Name"
          value={layer.name}
          disabled={editing.readOnly}
          error={editing.problems.find(({ at, part }) => at === layer.id && part === 'name')?.message}
          onCommit={(name) => editing.assign(layer.id, ['name'], name)}
        />
        {known && <LayerFacts known={known} />}
        {isStandIn(layer) && <BlockForm layer={layer} editor={editor} />}
        <LayerForm layer={layer} node={node} editing={editing} check={graph.check} />
        <LongTextField
          label="Comment"
          value={layer.note}
          disabled={editing.readOnly}
          onCommit={(note) => editing.assign(layer.id, ['note'], note)}
        />
      </Form>
    </Panel>
  );
}

function Network({ editor }: { readonly editor: Editor }) {
  const { architecture, editing, graph } = editor;
  const { check } = graph;
  return (
    <Panel title={architecture.name}>
      <Form>
        <TextField
          label="Name"
          value={architecture.name}
          disabled={editing.readOnly}
          error={editing.problems.find(({ at, part }) => at === architecture.id && part === 'name')?.message}
          onCommit={(name) => editing.assign(architecture.id, ['name'], name)}
        />
        <LongTextField
          label="What it is for"
          value={architecture.description}
          disabled={editing.readOnly}
          onCommit={(description) => editing.assign(architecture.id, ['description'], description)}
        />
        <EndsSection editor={editor} side="inputs" />
        <EndsSection editor={editor} side="outputs" />
        <Section title="In total">
          <Totals layers={check.results.size} totals={check.totals} />
        </Section>
        <BlockUses architecture={architecture.id} />
      </Form>
    </Panel>
  );
}

function LayerFacts({ known: { inference, problems } }: { readonly known: LayerResult }) {
  if (problems.length > 0) {
    return problems.map(({ message }) => (
      <p key={message} className={styles.problem}>
        {message}
      </p>
    ));
  }
  if (inference.status !== 'known') {
    const why = inference.status === 'unknown' ? inference.reason : 'it is not right yet';
    return (
      <dl className={styles.facts}>
        <dt>Output</dt>
        <dd>unknown: {why}</dd>
      </dl>
    );
  }
  return (
    <dl className={styles.facts}>
      <dt>Output</dt>
      <dd>{inference.outputs.map(({ shape }) => formatShape(shape)).join(', ')}</dd>
      <dt>Parameters</dt>
      <dd>{inference.params === null ? 'unknown' : count(inference.params.total)}</dd>
      <dt>Multiply-adds</dt>
      <dd>{inference.macs === null ? 'unknown' : count(inference.macs)}</dd>
    </dl>
  );
}

function Totals({ layers, totals }: { readonly layers: number; readonly totals: NetworkTotals }) {
  return (
    <dl className={styles.facts}>
      <dt>Layers</dt>
      <dd>{count(layers)}</dd>
      <dt>Parameters</dt>
      <dd>{total(totals.params, count)}</dd>
      <dt>Trainable</dt>
      <dd>{total(totals.trainable, count)}</dd>
      <dt>Multiply-adds</dt>
      <dd>{total(totals.macs, count)}</dd>
      <dt>Activations per sample</dt>
      <dd>{total(totals.activationBytes, bytes)}</dd>
    </dl>
  );
}

/** A sum with an unknown part says so. */
const total = ({ value, isComplete }: Total, words: (value: number) => string) =>
  isComplete ? words(value) : `${words(value)} and an unknown part`;
