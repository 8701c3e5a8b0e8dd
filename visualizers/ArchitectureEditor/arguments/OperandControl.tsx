import { isArrayValue } from '../../../src/domain/shapes/index.ts';
import { FieldGroup, ParsedField } from '../../forms/index.ts';
import styles from './arguments.module.css';
import type { ControlProps } from './control.ts';
import { firstItems, isTypable, kindInWords, parseOperand, writeOperand } from './operand.ts';
import { stepNumber } from './parseArgument.ts';

/** What an operation computes with: a number or a small array is typed, a large one shown. */
export function OperandControl({ value, onChange, frame, disabled, check }: ControlProps<'operand'>) {
  if (isArrayValue(value) && !isTypable(value)) {
    return (
      <FieldGroup {...frame}>
        <p className={styles.note}>An array of {kindInWords(value)}, too large for a field. It begins with</p>
        <code className={styles.code}>{firstItems(value)}</code>
      </FieldGroup>
    );
  }
  return (
    <ParsedField
      {...frame}
      text={writeOperand(value)}
      parse={(text) => parseOperand(text, value)}
      onCommit={onChange}
      warn={check}
      step={(from, by) => stepNumber('float', from, by)}
      suffix={isArrayValue(value) ? kindInWords(value) : undefined}
      placeholder="Connect it, or type a number"
      disabled={disabled}
      mono
    />
  );
}
