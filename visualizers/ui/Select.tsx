import { Check, ChevronDown } from 'lucide-react';
import { Select as Radix } from 'radix-ui';
import { Field, type FieldProps } from './Field.tsx';
import menu from './Menu.module.css';
import styles from './Select.module.css';
import { classNames } from './classNames.ts';

export interface SelectOption {
  readonly value: string;
  readonly label: string;
  readonly disabled?: boolean;
}

export interface SelectProps extends FieldProps {
  readonly value: string | undefined;
  readonly options: readonly SelectOption[];
  readonly onChange: (value: string) => void;
  readonly placeholder?: string;
  readonly disabled?: boolean;
}

export function Select(props: SelectProps) {
  const { label, labelHidden, hint, error, action, value, options, onChange, placeholder, disabled } = props;
  return (
    <Field label={label} labelHidden={labelHidden} hint={hint} error={error} action={action}>
      {(parts) => (
        <Radix.Root value={value ?? ''} onValueChange={onChange} disabled={disabled}>
          <Radix.Trigger {...parts} className={styles.trigger}>
            <Radix.Value placeholder={placeholder ?? 'Choose'} />
            <Radix.Icon asChild>
              <ChevronDown />
            </Radix.Icon>
          </Radix.Trigger>
          <Radix.Portal>
            <Radix.Content className={menu.menu} position="popper" sideOffset={4} collisionPadding={8}>
              <Radix.Viewport>
                {options.map((option) => (
                  <Radix.Item
                    key={option.value}
                    value={option.value}
                    disabled={option.disabled}
                    className={classNames(menu.item, menu.indented)}
                  >
                    <Radix.ItemIndicator className={styles.check}>
                      <Check size={14} />
                    </Radix.ItemIndicator>
                    <Radix.ItemText>{option.label}</Radix.ItemText>
                  </Radix.Item>
                ))}
              </Radix.Viewport>
            </Radix.Content>
          </Radix.Portal>
        </Radix.Root>
      )}
    </Field>
  );
}
