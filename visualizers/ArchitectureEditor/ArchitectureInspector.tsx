import { Trash2 } from 'lucide-react';
import type { ArchitectureRecord } from '../../meta/index.ts';
import {
  formatShape,
  type LayerInference,
  type NetworkInference,
  type NetworkTotals,
  type Total,
} from '../../src/domain/shapes/index.ts';
import { Form, LongTextField, Section } from '../forms/index.ts';
import type { Selection } from '../graph/index.ts';
import { useRecord, type Editing } from '../project/index.ts';
import { Button, Panel, TextField } from '../ui/index.ts';
import { bytes, count, counted } from '../words/index.ts';
import { typeLabel } from './layerItems.ts';
import { LayerForm } from './LayerForm.tsx';
import styles from './LayerForm.module.css';

export interface ArchitectureInspectorProps {
  readonly architecture: ArchitectureRecord;
  readonly inference: NetworkInference;
  readonly selection: Selection;
  readonly selected: string | undefined;
  readonly editing: Editing;
  readonly onDelete: () => void;
}

/** The selected layer; where there is none, the network with its totals. */
export function ArchitectureInspector(props: ArchitectureInspectorProps) {
  const { architecture, inference, selection, selected, editing, onDelete } = props;
  const layer = useRecord(selected, 'Layer');
  const size = selection.nodes.size + selection.edges.size;
  const deleting = !editing.readOnly && (
    <Button kind="quiet" icon={<Trash2 />} onClick={onDelete}>
      Delete
    </Button>
  );
  if (layer) {
    const known = inference.layers.get(layer.id);
    return (
      <Panel title={typeLabel(layer.type)} actions={deleting}>
        <Form>
          <TextField
            label="Name"
            value={layer.name}
            disabled={editing.readOnly}
            error={editing.problems.find(({ at, part }) => at === layer.id && part === 'name')?.message}
            onCommit={(name) => editing.assign(layer.id, ['name'], name)}
          />
          {known && <LayerFacts known={known} />}
          <LayerForm layer={layer} editing={editing} problems={known?.problems ?? []} />
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
  if (size > 0) return <Panel title={`${counted(size, 'item')} selected`}>{deleting}</Panel>;
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
        <Section title="In total">
          <Totals layers={inference.layers.size} totals={inference.totals} />
        </Section>
      </Form>
    </Panel>
  );
}

function LayerFacts({ known: { inference, problems } }: { readonly known: LayerInference }) {
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
      <dd>{count(inference.params.total)}</dd>
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
