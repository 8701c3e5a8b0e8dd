import { Check, Copy } from 'lucide-react';
import { useMemo, useState } from 'react';
import { generateKeras, type GeneratedCode } from '../../src/domain/codegen/keras.ts';
import type { ProjectView } from '../../src/domain/state.ts';
import { Code } from '../code/Code.tsx';
import { useView } from '../project/index.ts';
import { Button } from '../ui/index.ts';
import styles from './LayerForm.module.css';

export interface CodePanelProps {
  readonly architecture: string;
  /** The ids of the layers. */
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (layer: string) => void;
}

/** The module that the drawing means, as it is now: the lines of what is selected are marked, and a line selects its layer. */
export default function CodePanel({ architecture, selected, onSelect }: CodePanelProps) {
  const { code, lines } = useView(useMemo(() => generated(architecture), [architecture]));
  const marked = useMemo(() => [...selected].flatMap((layer) => lines.get(layer) ?? []), [selected, lines]);
  const [copied, setCopied] = useState<string>();
  const copy = () => void navigator.clipboard.writeText(code).then(() => setCopied(code));
  return (
    <div className={styles.code}>
      <Button className={styles.copy} icon={copied === code ? <Check /> : <Copy />} onClick={copy}>
        {copied === code ? 'Copied' : 'Copy code'}
      </Button>
      <Code
        label="Generated code"
        value={code}
        marked={marked}
        onLine={(line) => {
          const layer = [...lines].find(([, { from, to }]) => from <= line && line <= to)?.[0];
          if (layer !== undefined && !selected.has(layer)) onSelect(layer);
        }}
      />
    </div>
  );
}

/** Remembers its last answer: the same text keeps the same lines. */
function generated(architecture: string): (view: ProjectView) => GeneratedCode {
  let known: GeneratedCode | undefined;
  return (view) => {
    const next = generateKeras(view, architecture);
    if (known?.code !== next.code) known = next;
    return known;
  };
}
