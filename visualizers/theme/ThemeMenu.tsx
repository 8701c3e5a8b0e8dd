import { Monitor, Moon, Sun } from 'lucide-react';
import { IconButton, Menu } from '../ui/index.ts';
import { chooseTheme, THEMES, useTheme } from './theme.ts';

const ICONS = { system: <Monitor />, light: <Sun />, dark: <Moon /> } as const;
const LABELS = { system: 'As the system', light: 'Light', dark: 'Dark' } as const;

export function ThemeMenu() {
  const theme = useTheme();
  const entries = THEMES.map((one) => ({
    id: one,
    label: one === theme ? `${LABELS[one]} ✓` : LABELS[one],
    icon: ICONS[one],
    onSelect: () => chooseTheme(one),
  }));
  return (
    <Menu entries={entries} align="end">
      <IconButton label="Appearance" icon={ICONS[theme]} />
    </Menu>
  );
}
