import { Download } from 'lucide-react';
import type { RefObject } from 'react';
import type { ArchitectureRecord } from '../../../meta/index.ts';
import type { GraphHandle } from '../../graph/index.ts';
import { Button, Dialog, Menu, StatusLine } from '../../ui/index.ts';
import styles from './ExportMenu.module.css';
import { useExports } from './useExports.ts';

export interface ExportMenuProps {
  readonly architecture: ArchitectureRecord;
  readonly handle: RefObject<GraphHandle | null>;
  /** Shows a layer with a problem. */
  readonly onGoTo: (layer: string) => void;
}

/** Everything that an architecture can be taken elsewhere as. */
export function ExportMenu({ architecture, handle, onGoTo }: ExportMenuProps) {
  const { actions, making, stop, notice, dismiss } = useExports(architecture, handle);
  const goTo = (layer: string) => {
    dismiss();
    onGoTo(layer);
  };
  const entries = actions.map(({ id, label, run }) => ({
    id,
    label: label.replace('Export as ', ''),
    onSelect: run,
  }));
  return (
    <>
      {making !== undefined && (
        <StatusLine>
          Making {making} … <Button onClick={stop}>Stop</Button>
        </StatusLine>
      )}
      <Menu entries={entries} align="end">
        <Button icon={<Download />} disabled={making !== undefined}>
          Export
        </Button>
      </Menu>
      <Dialog
        open={notice !== undefined}
        onClose={dismiss}
        title={notice?.title ?? ''}
        description={notice?.sentence}
        actions={<Button onClick={dismiss}>Close</Button>}
      >
        {notice && notice.problems.length > 0 && (
          <ul className={styles.problems} aria-label="Problems">
            {notice.problems.slice(0, MOST_SHOWN).map(({ at, message }, index) => (
              <li key={index}>
                <button type="button" className={styles.problem} onClick={() => goTo(at)}>
                  {message}
                </button>
              </li>
            ))}
          </ul>
        )}
      </Dialog>
    </>
  );
}

const MOST_SHOWN = 20;
