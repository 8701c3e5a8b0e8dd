import { useEffect } from 'react';
import { useParams } from 'react-router';
import type { ArchitectureRecord } from '../../meta/index.ts';
import { Place } from '../Frame/index.ts';
import { prepareLayout } from '../graph/index.ts';
import { useArchitecture, useOpenProject, useRecord } from '../project/index.ts';
import { EmptyState } from '../ui/index.ts';
import { ArchitectureInspector } from './ArchitectureInspector.tsx';
import { useEditorActions } from './editorActions.tsx';
import { EditorCanvas } from './EditorCanvas.tsx';
import { editorDrawer } from './editorDrawer.tsx';
import { ExportMenu } from './exporting/ExportMenu.tsx';
import { useEditor } from './useEditor.ts';
import { useOnceOpen } from './useOnceOpen.ts';

export default function ArchitectureEditor() {
  const { architecture: id = '' } = useParams();
  const isOpen = useOnceOpen(id, useArchitecture(id));
  const architecture = useRecord(id, 'Architecture');
  const { base } = useOpenProject();
  useEffect(prepareLayout, []);
  const crumbs = [{ label: 'Architectures', to: `${base}/architectures` }];
  if (!architecture) {
    return (
      <Place title="Architecture" crumbs={crumbs}>
        <EmptyState sentence="This architecture is not there. It may have been deleted; undo or history brings it back." />
      </Place>
    );
  }
  if (!isOpen) {
    return (
      <Place title={architecture.name} crumbs={[...crumbs, { label: architecture.name }]} children={null} />
    );
  }
  return <OpenArchitecture key={id} architecture={architecture} />;
}

/** The editor: each part of it has a file of its own, and all share one `Editor`. */
function OpenArchitecture({ architecture }: { readonly architecture: ArchitectureRecord }) {
  const { base } = useOpenProject();
  const editor = useEditor(architecture);
  const actions = useEditorActions(editor);
  return (
    <Place
      title={architecture.name}
      crumbs={[{ label: 'Architectures', to: `${base}/architectures` }, { label: architecture.name }]}
      actions={<ExportMenu architecture={architecture} handle={editor.handle} onGoTo={editor.showLayer} />}
      inspector={<ArchitectureInspector editor={editor} actions={actions} />}
      drawer={editorDrawer(editor)}
    >
      <EditorCanvas editor={editor} actions={actions} />
    </Place>
  );
}
