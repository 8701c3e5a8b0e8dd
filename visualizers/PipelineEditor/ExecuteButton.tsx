import { Play } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useMemo, useState, type SubmitEvent } from 'react';
import { useNavigate } from 'react-router';
import type { PipelineRecord } from '../../meta/index.ts';
import { freeName, namesUnder } from '../../src/domain/names.ts';
import type { Problem } from '../../src/domain/problem.ts';
import { shortcutText, useActions, type Action } from '../actions/index.ts';
import { useGateway, wordsOf } from '../gateway/index.ts';
import { useOpenProject, useProject, useSaveStatus } from '../project/index.ts';
import { Button, StatusLine, TextField } from '../ui/index.ts';
import { counted } from '../words/index.ts';
import styles from './ExecuteButton.module.css';

export interface ExecuteButtonProps {
  readonly pipeline: PipelineRecord;
  readonly problems: readonly Problem[];
}

/** Asks for a name where the button is, and starts. */
export function ExecuteButton({ pipeline, problems }: ExecuteButtonProps) {
  const [open, setOpen] = useState(false);
  const action = useMemo<Action>(
    () => ({
      id: 'pipeline.execute',
      label: 'Execute',
      group: 'Pipeline',
      icon: <Play />,
      shortcut: 'Shift+Enter',
      run: () => setOpen(true),
    }),
    [],
  );
  useActions(useMemo(() => [action], [action]));
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <Button kind="primary" icon={action.icon} title={`Execute (${shortcutText('Shift+Enter')})`}>
          Execute
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className={styles.popover} align="end" sideOffset={6} aria-label="Execute">
          {problems.length > 0 ? <NotReady problems={problems} /> : <Start pipeline={pipeline} />}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

const SHOWN = 3;

function NotReady({ problems }: { readonly problems: readonly Problem[] }) {
  return (
    <div className={styles.form}>
      <p className={styles.sentence}>{counted(problems.length, 'problem')} to mend before it can run:</p>
      <ul className={styles.problems}>
        {problems.slice(0, SHOWN).map(({ message }) => (
          <li key={message}>{message}</li>
        ))}
      </ul>
    </div>
  );
}

function Start({ pipeline }: { readonly pipeline: PipelineRecord }) {
  const gateway = useGateway();
  const navigate = useNavigate();
  const { id, base } = useOpenProject();
  const { view } = useProject();
  const { state } = useSaveStatus();
  const [typed, setTyped] = useState<string>();
  const [starting, setStarting] = useState<{ readonly busy: boolean; readonly fault?: string }>({
    busy: false,
  });
  const proposed = freeName(pipeline.name, namesUnder(view, pipeline.parent ?? '', 'Execution'));
  const name = (typed ?? proposed).trim();
  const start = async (event: SubmitEvent) => {
    event.preventDefault();
    if (name === '' || starting.busy) return;
    setStarting({ busy: true });
    try {
      const { execution } = await gateway.startExecution(id, { pipeline: pipeline.id, name });
      void navigate(`${base}/executions/${execution}`);
    } catch (error) {
      setStarting({ busy: false, fault: wordsOf(error) });
    }
  };
  return (
    <form className={styles.form} onSubmit={(event) => void start(event)}>
      <TextField label="Name of the execution" value={typed ?? proposed} onChange={setTyped} autoFocus />
      {starting.fault !== undefined && <StatusLine tone="problem">{starting.fault}</StatusLine>}
      {state === 'offline' && <StatusLine tone="problem">Waiting for the server to answer again.</StatusLine>}
      <div className={styles.actions}>
        <Button kind="primary" type="submit" disabled={name === '' || starting.busy || state !== 'saved'}>
          {starting.busy ? 'Starting …' : 'Start'}
        </Button>
      </div>
    </form>
  );
}
