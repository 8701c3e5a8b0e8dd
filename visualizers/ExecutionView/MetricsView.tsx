import { Curves, families } from './Curves.tsx';
import type { JobRecording } from './JobRecording.ts';
import styles from './JobPanels.module.css';

export function MetricsView({ recording }: { readonly recording: JobRecording }) {
  const pictures = [...families(recording.curves)];
  if (pictures.length === 0) {
    return (
      <p className={styles.nothing}>
        Nothing was measured. Training with Keras is recorded by itself; anything else with{' '}
        <code>deepforge.log(metrics, step)</code>.
      </p>
    );
  }
  return (
    <div className={styles.pictures}>
      {pictures.map(([name, series]) => (
        <Curves key={name} title={name} series={series} />
      ))}
    </div>
  );
}
