import { FieldGroup } from '../../forms/index.ts';
import styles from './arguments.module.css';
import type { ControlProps } from './control.ts';

/** What exists in Python only: shown where a file brought it, and said where it is needed. */
export function PythonControl({ argument, value, frame }: ControlProps<'python'>) {
  return (
    <FieldGroup {...frame}>
      {value === undefined || value === null ? (
        <p className={styles.note}>
          {argument.required
            ? 'This is Python code, which a field cannot hold. Write a layer class in the code of the project, and use that.'
            : 'Only in Python.'}
        </p>
      ) : (
        <code className={styles.code}>{JSON.stringify(value)}</code>
      )}
    </FieldGroup>
  );
}
