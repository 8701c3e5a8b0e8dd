interface Keystroke {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

export const isMac = () => typeof navigator !== 'undefined' && /mac/i.test(navigator.platform);

/** Whether a keystroke is the shortcut, such as `Mod+Shift+Z`. */
export function matches(shortcut: string, stroke: Keystroke, mac = isMac()): boolean {
  const parts = shortcut.split('+');
  const key = parts.at(-1)?.toLowerCase();
  const mod = parts.includes('Mod');
  return (
    stroke.key.toLowerCase() === key &&
    stroke.ctrlKey === (parts.includes('Ctrl') || (mod && !mac)) &&
    stroke.metaKey === (mod && mac) &&
    stroke.shiftKey === parts.includes('Shift') &&
    stroke.altKey === parts.includes('Alt')
  );
}

/** As it is printed on the keys of this machine. */
export function shortcutText(shortcut: string, mac = isMac()): string {
  const parts = shortcut.split('+').map((part) => (mac ? MAC_KEYS : PC_KEYS)[part] ?? part);
  return parts.join(mac ? '' : '+');
}

const PC_KEYS: Readonly<Record<string, string>> = { Mod: 'Ctrl' };
const MAC_KEYS: Readonly<Record<string, string>> = { Mod: '⌘', Shift: '⇧', Alt: '⌥', Ctrl: '⌃', Enter: '↩' };
