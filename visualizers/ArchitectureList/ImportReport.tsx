import { useNavigate } from 'react-router';
import type { ImportedArchitectureInfo } from '../../src/sync/protocol/rest.ts';
import { useOpenProject } from '../project/index.ts';
import { Button, Dialog, StatusLine } from '../ui/index.ts';
import { count, counted } from '../words/index.ts';
import styles from './ImportReport.module.css';
import type { ImportOutcome } from './useArchitectureImport.ts';

export interface ImportReportProps {
  readonly outcomes: readonly ImportOutcome[];
  readonly onClose: () => void;
}

type Report = ImportedArchitectureInfo['report'];

/** What was recognised in the files, what became a layer of somebody's own, and what was left out. */
export function ImportReport({ outcomes, onClose }: ImportReportProps) {
  const { base } = useOpenProject();
  const navigate = useNavigate();
  const made = outcomes.flatMap((outcome) => ('imported' in outcome ? [outcome.imported] : []));
  const [only] = made;
  const open = (architecture: string) => void navigate(`${base}/architectures/${architecture}`);
  return (
    <Dialog
      open={outcomes.length > 0}
      onClose={onClose}
      title={titleOf(outcomes)}
      actions={
        <>
          <Button autoFocus={made.length !== 1} onClick={onClose}>
            Close
          </Button>
          {only && made.length === 1 && (
            <Button kind="primary" autoFocus onClick={() => open(only.architecture)}>
              Open
            </Button>
          )}
        </>
      }
    >
      <div className={styles.reports} tabIndex={0} role="group" aria-label="Report">
        {outcomes.map((outcome, index) => (
          <section key={index} className={styles.report}>
            {outcomes.length > 1 && <h3 className={styles.file}>{outcome.file}</h3>}
            {'fault' in outcome ? (
              <StatusLine tone="problem">{outcome.fault}</StatusLine>
            ) : (
              <Imported report={outcome.imported.report} heading={outcomes.length > 1 ? 'h4' : 'h3'} />
            )}
            {'imported' in outcome && made.length > 1 && (
              <Button onClick={() => open(outcome.imported.architecture)}>
                Open {outcome.imported.name}
              </Button>
            )}
          </section>
        ))}
      </div>
    </Dialog>
  );
}

function titleOf(outcomes: readonly ImportOutcome[]): string {
  const [only] = outcomes;
  const made = outcomes.filter((outcome) => 'imported' in outcome).length;
  if (outcomes.length > 1) return `Imported ${String(made)} of ${counted(outcomes.length, 'file')}`;
  if (only && 'imported' in only) return `Imported ${only.imported.name}`;
  return 'Nothing was imported';
}

type Heading = 'h3' | 'h4';

interface ImportedProps {
  readonly report: Report;
  readonly heading: Heading;
}

function Imported({ report: { recognised, custom, notices }, heading }: ImportedProps) {
  const types = Object.entries(recognised).toSorted(([, a], [, b]) => b - a);
  const layers = types.reduce((sum, [, times]) => sum + times, 0);
  return (
    <>
      <p className={styles.sentence}>
        {counted(layers, 'layer')} of {counted(types.length, 'type')} recognised.
        {custom.length + notices.length === 0 && ' Everything was taken over.'}
      </p>
      <ul className={styles.types} aria-label="Recognised">
        {types.map(([type, times]) => (
          <li key={type}>
            <span>{type}</span> <span className={styles.times}>{count(times)}</span>
          </li>
        ))}
      </ul>
      <Remarks
        heading={heading}
        title={`${counted(custom.length, 'layer')} that Keras does not have`}
        remarks={custom.map(({ layer, reason }) => ({ layer, text: reason }))}
      />
      <Remarks
        heading={heading}
        title={counted(notices.length, 'notice')}
        remarks={notices.map(({ layer, message }) => ({ layer, text: message }))}
      />
    </>
  );
}

const MOST_SHOWN = 100;

interface RemarksProps {
  readonly heading: Heading;
  readonly title: string;
  readonly remarks: readonly { readonly layer: string; readonly text: string }[];
}

function Remarks({ heading: Title, title, remarks }: RemarksProps) {
  if (remarks.length === 0) return null;
  return (
    <>
      <Title className={styles.heading}>{title}</Title>
      <ul className={styles.remarks} aria-label={title}>
        {remarks.slice(0, MOST_SHOWN).map(({ layer, text }, index) => (
          <li key={index}>
            <strong>{layer}</strong>: {text}
          </li>
        ))}
        {remarks.length > MOST_SHOWN && <li>and {count(remarks.length - MOST_SHOWN)} more</li>}
      </ul>
    </>
  );
}
