import type { JobRecord } from '../../meta/index.ts';
import { useGateway } from '../gateway/index.ts';
import { useChildren, useOpenProject } from '../project/index.ts';
import type { JobRecording } from './JobRecording.ts';
import styles from './JobPanels.module.css';

/** The figures that a job drew, as they stand now. */
export function PlotsView({ job, recording }: { readonly job: JobRecord; readonly recording: JobRecording }) {
  const { id: project } = useOpenProject();
  const gateway = useGateway();
  const kept = useChildren(job.id, 'Figure');
  const live = recording.figures.map(({ id, title, file, version }) => ({
    id,
    title,
    address: gateway.jobFileAddress(project, job.id, file, version),
  }));
  const final = kept.map(({ id, name }) => ({
    id,
    title: name,
    address: gateway.figureAddress(project, job.parent ?? '', id),
  }));
  const figures = live.length > 0 ? live : final;
  if (figures.length === 0) {
    return (
      <p className={styles.nothing}>
        Nothing was drawn. Every figure of matplotlib appears here by itself, and again whenever it changes.
      </p>
    );
  }
  return (
    <div className={styles.pictures}>
      {figures.map(({ id, title, address }) => (
        <figure key={id} className={styles.figure}>
          <img src={address} alt={title} className={styles.image} />
          <figcaption className={styles.caption}>{title}</figcaption>
        </figure>
      ))}
    </div>
  );
}
