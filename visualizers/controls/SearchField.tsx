import { Search } from 'lucide-react';
import { TextField } from '../ui/index.ts';

export interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

export function SearchField({ label, value, onChange }: SearchFieldProps) {
  return (
    <TextField
      type="search"
      label={label}
      labelHidden
      placeholder={label}
      prefix={<Search />}
      value={value}
      onChange={onChange}
    />
  );
}
