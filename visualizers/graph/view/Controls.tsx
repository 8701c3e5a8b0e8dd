import { Maximize, Minus, Plus, Workflow } from 'lucide-react';
import { IconButton } from '../../ui/IconButton.tsx';
import styles from './GraphView.module.css';
import { useStore } from './Store.ts';
import type { ViewportStore } from './ViewportStore.ts';

export interface ControlsProps {
  readonly viewport: ViewportStore;
  readonly onShowAll: () => void;
  readonly onTidy: () => void;
}

export function Controls({ viewport, onShowAll, onTidy }: ControlsProps) {
  const percent = useStore(viewport, ({ transform }) => zoomText(transform.k));
  return (
    <div className={styles.controls} data-graph-control="" role="toolbar" aria-label="View">
      <IconButton label="Zoom out" shortcut="−" icon={<Minus />} onClick={() => viewport.zoomBy(1 / 1.3)} />
      <button
        type="button"
        className={styles.percent}
        aria-label={`Zoom ${percent}, set to 100 %`}
        onClick={() => viewport.zoomBy(1 / viewport.get().transform.k)}
      >
        {percent}
      </button>
      <IconButton label="Zoom in" shortcut="+" icon={<Plus />} onClick={() => viewport.zoomBy(1.3)} />
      <IconButton label="Show everything" shortcut="F" icon={<Maximize />} onClick={onShowAll} />
      <IconButton label="Tidy the layout" icon={<Workflow />} onClick={onTidy} />
    </div>
  );
}

function zoomText(k: number): string {
  return k < 0.095 ? `${(k * 100).toFixed(1)} %` : `${Math.round(k * 100)} %`;
}
