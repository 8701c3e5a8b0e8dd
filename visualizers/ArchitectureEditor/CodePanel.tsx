import { Check, Copy } from 'lucide-react';
import { useCallback, useState } from 'react';
import { generateKeras } from '../../src/domain/codegen/keras.ts';
import type { ProjectView } from '../../src/domain/state.ts';
import { Code } from '../code/Code.tsx';
import { useView } from '../project/index.ts';
import { Button } from '../ui/index.ts';
import styles from './LayerForm.module.css';

/** The module that the drawing means, as it is now. */
export default function CodePanel({ architecture }: { readonly architecture: string }) {
  const code = useView(
    useCallback((view: ProjectView) => generateKeras(view, architecture).code, [architecture]),
  );
  const [copied, setCopied] = useState<string>();
  const copy = () => void navigator.clipboard.writeText(code).then(() => setCopied(code));
  return (
    <div className={styles.code}>
      <Button className={styles.copy} icon={copied === code ? <Check /> : <Copy />} onClick={copy}>
        {copied === code ? 'Copied' : 'Copy code'}
      </Button>
      <Code label="Generated code" value={code} />
    </div>
  );
}
