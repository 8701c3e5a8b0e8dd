import { useParams } from 'react-router';
import { CodePage, RecordCode } from '../code/CodePage.tsx';
import { Place } from '../Frame/index.ts';
import { useEditing, useOpenProject, useRecord } from '../project/index.ts';
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
      <CodePage editing={editing}>
        <RecordCode key={module.id} record={module} editing={editing} />
      </CodePage>
    </Place>
  );
}
