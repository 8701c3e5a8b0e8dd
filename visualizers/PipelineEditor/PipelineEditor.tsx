import { useParams } from 'react-router';
import type { PipelineRecord } from '../../meta/index.ts';
import { Place } from '../Frame/index.ts';
import { ProblemList } from '../graphEditing/index.ts';
import { useOpenProject, useRecord, useScope } from '../project/index.ts';
import { Badge, EmptyState } from '../ui/index.ts';
import { ExecuteButton } from './ExecuteButton.tsx';
import { PipelineCanvas } from './PipelineCanvas.tsx';
import { PipelineInspector } from './PipelineInspector.tsx';
import { usePipelineEditor } from './usePipelineEditor.ts';

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
  return <OpenPipeline pipeline={pipeline} />;
}

/** The editor: each part of it has a file of its own, and all share one state. */
function OpenPipeline({ pipeline }: { readonly pipeline: PipelineRecord }) {
  const { base } = useOpenProject();
  const editor = usePipelineEditor(pipeline);
  const { selection, selected, editing, problems, edits, handle } = editor;
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
            <ProblemList
              problems={problems}
              allWell="Nothing is wrong: it can be executed."
              onGoTo={(at) => handle.current?.goTo(at)}
            />
          ),
        },
      ]}
    >
      <PipelineCanvas editor={editor} />
    </Place>
  );
}
