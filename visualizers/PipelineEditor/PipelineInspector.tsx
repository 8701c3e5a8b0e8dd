import { Trash2 } from 'lucide-react';
import type { PipelineRecord } from '../../meta/index.ts';
import { Form, LongTextField } from '../forms/index.ts';
import type { Selection } from '../graph/index.ts';
import { useRecord, type Editing } from '../project/index.ts';
import { Button, Panel, TextField } from '../ui/index.ts';
import { counted } from '../words/index.ts';
import { StepForm } from './StepForm.tsx';

export interface PipelineInspectorProps {
  readonly pipeline: PipelineRecord;
  readonly selection: Selection;
  readonly selected: string | undefined;
  readonly editing: Editing;
  readonly onDelete: () => void;
}

/** The selection; where there is none, the pipeline itself. */
export function PipelineInspector({
  pipeline,
  selection,
  selected,
  editing,
  onDelete,
}: PipelineInspectorProps) {
  const step = useRecord(selected, 'Step');
  const size = selection.nodes.size + selection.edges.size;
  if (step) {
    return (
      <Panel title={step.name} actions={!editing.readOnly && <DeleteButton onDelete={onDelete} />}>
        <Form>
          <TextField
            label="Name"
            value={step.name}
            disabled={editing.readOnly}
            error={editing.problems.find(({ at, part }) => at === step.id && part === 'name')?.message}
            onCommit={(name) => editing.assign(step.id, ['name'], name)}
          />
          <StepForm step={step} editing={editing} />
          <LongTextField
            label="Comment"
            value={step.note}
            disabled={editing.readOnly}
            onCommit={(note) => editing.assign(step.id, ['note'], note)}
          />
        </Form>
      </Panel>
    );
  }
  if (size > 0) {
    return (
      <Panel title={`${counted(size, 'item')} selected`}>
        {!editing.readOnly && <DeleteButton onDelete={onDelete} />}
      </Panel>
    );
  }
  return (
    <Panel title={pipeline.name}>
      <Form>
        <TextField
          label="Name"
          value={pipeline.name}
          disabled={editing.readOnly}
          error={editing.problems.find(({ at, part }) => at === pipeline.id && part === 'name')?.message}
          onCommit={(name) => editing.assign(pipeline.id, ['name'], name)}
        />
        <LongTextField
          label="What it does"
          value={pipeline.description}
          disabled={editing.readOnly}
          onCommit={(description) => editing.assign(pipeline.id, ['description'], description)}
        />
      </Form>
    </Panel>
  );
}

function DeleteButton({ onDelete }: { readonly onDelete: () => void }) {
  return (
    <Button kind="quiet" icon={<Trash2 />} onClick={onDelete}>
      Delete
    </Button>
  );
}
