import { WandSparkles } from 'lucide-react';
import { Button } from '../ui/index.ts';
import styles from './ProblemList.module.css';

export interface ProblemFix {
  readonly label: string;
  readonly run: () => void;
}

/** A button for each change that would mend a problem. */
export function FixButtons({ fixes }: { readonly fixes: readonly ProblemFix[] }) {
  if (fixes.length === 0) return null;
  return (
    <div className={styles.fixes}>
      {fixes.map(({ label, run }) => (
        <Button key={label} className={styles.fix} icon={<WandSparkles />} onClick={run}>
          {label}
        </Button>
      ))}
    </div>
  );
}
