import { useState, useSyncExternalStore } from 'react';
import { useGateway, wordsOf } from '../gateway/index.ts';
import { useOpenProject } from '../project/index.ts';
import { Button, StatusLine } from '../ui/index.ts';
import styles from './TrustNotice.module.css';
import { useKerasAnswers } from './useAnswers.ts';

/** Asks whether the Python of a project that came in a file may run, where something waits for it. */
export function TrustNotice() {
  const gateway = useGateway();
  const { id } = useOpenProject();
  const asked = useKerasAnswers();
  const isHeldBack = useSyncExternalStore(asked.subscribe, asked.isHeldBack);
  const [error, setError] = useState<unknown>();
  if (!isHeldBack) return null;
  const allow = () => {
    gateway.trust(id).then(() => asked.askNow(), setError);
  };
  return (
    <div className={styles.notice}>
      <StatusLine tone={error === undefined ? 'neutral' : 'problem'}>
        {error === undefined
          ? 'This project came in a file. To know all shapes of its own layers, its Python must run on this machine.'
          : wordsOf(error)}
      </StatusLine>
      <Button onClick={allow}>Let it run</Button>
    </div>
  );
}
