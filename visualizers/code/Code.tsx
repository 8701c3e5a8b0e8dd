import { lazy, Suspense } from 'react';
import { Skeleton } from '../ui/index.ts';
import type { CodeEditorProps } from './CodeEditor.tsx';

const CodeEditor = lazy(() => import('./CodeEditor.tsx'));

/** The editor, fetched when the first code is shown. */
export function Code(props: CodeEditorProps) {
  return (
    <Suspense fallback={<Skeleton height={240} />}>
      <CodeEditor {...props} />
    </Suspense>
  );
}
