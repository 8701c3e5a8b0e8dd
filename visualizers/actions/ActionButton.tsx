import { Button, IconButton, type ButtonKind } from '../ui/index.ts';
import type { Action } from './Action.ts';
import { shortcutText } from './shortcut.ts';

export interface ActionButtonProps {
  readonly action: Action;
  readonly kind?: ButtonKind;
  /** Only the icon, with the label as tooltip. */
  readonly iconOnly?: boolean;
}

export function ActionButton({ action, kind, iconOnly }: ActionButtonProps) {
  const { label, icon, shortcut, disabled, run } = action;
  const keys = shortcut === undefined ? undefined : shortcutText(shortcut);
  return iconOnly ? (
    <IconButton label={label} icon={icon} shortcut={keys} disabled={disabled} onClick={run} />
  ) : (
    <Button kind={kind} icon={icon} disabled={disabled} onClick={run} title={keys && `${label} (${keys})`}>
      {label}
    </Button>
  );
}
