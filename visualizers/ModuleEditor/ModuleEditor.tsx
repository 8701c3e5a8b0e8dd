import { useParams } from 'react-router';
import type { CodeRecord } from '../../meta/index.ts';
import { Code } from '../code/Code.tsx';
import { ProblemLines } from '../controls/index.ts';
import { Place } from '../Frame/index.ts';
import editor from '../OperationEditor/OperationEditor.module.css';
import { useSavedText } from '../OperationEditor/useSavedText.ts';
import { useEditing, useOpenProject, useRecord, type Editing } from '../project/index.ts';
import { EmptyState } from '../ui/index.ts';
import { ModulePanel } from './ModulePanel.tsx';
import { useAllArchitectures } from './usersOfModule.ts';

/** The code of a module beside the layers found in it. */
export default function ModuleEditor() {
  const { module: id = '' } = useParams();
  const module = useRecord(id, 'Code');
  const { base } = useOpenProject();
  const editing = useEditing();
  useAllArchitectures();
  const crumbs = [{ label: 'Code', to: `${base}/code` }];
  if (!module) {
    return (
      <Place title="Module" crumbs={crumbs}>
        <EmptyState sentence="This module is not there. It may have been deleted; undo or history brings it back." />
      </Place>
    );
  }
  return (
    <Place
      title={module.name}
      crumbs={[...crumbs, { label: module.name }]}
      inspector={<ModulePanel module={module} editing={editing} />}
    >
      <div className={editor.page}>
        <ProblemLines problems={editing.problems} />
        <div className={editor.code}>
          <ModuleCode key={module.id} module={module} editing={editing} />
        </div>
      </div>
    </Place>
  );
}

function ModuleCode({ module, editing }: { readonly module: CodeRecord; readonly editing: Editing }) {
  const { id, name, code } = module;
  const saved = useSavedText((text) => editing.assign(id, ['code'], text));
  return (
    <Code
      label={`Code of ${name}`}
      value={code}
      onEdit={editing.readOnly ? undefined : saved.onEdit}
      onLeave={saved.onLeave}
    />
  );
}
