import { Upload } from 'lucide-react';
import { useMemo } from 'react';
import { useActions, type Action } from '../actions/index.ts';
import { chooseFiles, DropHint, useFileDrop } from '../controls/index.ts';
import { DocumentList } from '../DocumentList/DocumentList.tsx';
import { useEditing } from '../project/index.ts';
import { Button, StatusLine } from '../ui/index.ts';
import { ImportReport } from './ImportReport.tsx';
import { useArchitectureImport } from './useArchitectureImport.ts';

const FILES = '.keras,.h5,.hdf5,.json';

export default function ArchitectureList() {
  const { readOnly } = useEditing();
  const { importing, outcomes, bring, stop, dismiss } = useArchitectureImport();
  const canImport = !readOnly && importing === undefined;
  const action = useMemo<Action>(
    () => ({
      id: 'architecture.import',
      label: 'Import',
      group: 'Architectures',
      icon: <Upload />,
      keywords: ['keras', 'h5', 'json', 'file', 'network'],
      disabled: readOnly,
      // A button that is disabled loses the focus, which the report gives back to it.
      run: () => canImport && void chooseFiles(FILES).then(bring),
    }),
    [bring, readOnly, canImport],
  );
  useActions(useMemo(() => [action], [action]));
  const dropping = useFileDrop((files) => canImport && void bring(files));
  return (
    <>
      <DocumentList
        concept="Architecture"
        place="architectures"
        title="Architectures"
        noun="architecture"
        newName="Network"
        lesson="An architecture is a neural network drawn as a graph of Keras layers. A pipeline trains it by referring to it. Draw one, or drop a .keras, .h5 or JSON file here."
        action={readOnly ? undefined : action}
        notice={
          importing !== undefined && (
            <StatusLine>
              Importing {importing} … <Button onClick={stop}>Stop</Button>
            </StatusLine>
          )
        }
      />
      <DropHint show={dropping && canImport}>Drop to import the network</DropHint>
      <ImportReport outcomes={outcomes} onClose={dismiss} />
    </>
  );
}
