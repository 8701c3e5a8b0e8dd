import { Command } from 'cmdk';
import { group } from 'd3';
import { memo, useCallback, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { classNames } from '../ui/index.ts';
import type { Findable } from '../words/index.ts';
import styles from './PickerList.module.css';
import { searched, type Searched } from './searched.ts';
import searching from './search.module.css';

export interface PickerItem extends Findable {
  readonly id: string;
  readonly group: string;
  /** A sentence about it, when it is pointed at. */
  readonly hint?: string;
  /** Why it does not fit where it would go; it can be taken all the same, and mended there. */
  readonly refusal?: string;
  /** Others are meant rather, when they are called alike. */
  readonly unlikely?: boolean;
  readonly band?: string;
  readonly icon?: ReactNode;
}

export interface PickerListProps {
  /** Of the field: "Search layers". */
  readonly label: string;
  readonly items: readonly PickerItem[];
  /** With what was typed behind the name of the item, where `typedWords` takes it. */
  readonly onPick: (id: string, typed: string) => void;
  /** How an item shows what was typed behind its name; undefined where it has no place for it. */
  readonly typedWords?: ((id: string, typed: string) => string | undefined) | undefined;
  /** Whether it is what is meant, of several that are called alike. */
  readonly fits?: ((id: string) => boolean) | undefined;
  readonly autoFocus?: boolean;
  /** Items can be dragged onto the graph. */
  readonly draggable?: boolean;
  readonly footer?: ReactNode;
}

/** The type under which a picked item travels when it is dragged. */
export const DRAGGED_ITEM = 'application/x-deepforge-item';

/** A searchable list in groups, worked by mouse, keyboard or dragging. */
export function PickerList(props: PickerListProps) {
  const { label, items, onPick, typedWords, fits, autoFocus, draggable, footer } = props;
  const [text, setText] = useState('');
  const [answered, setAnswered] = useState<string>();
  const field = useRef<HTMLInputElement>(null);
  const isSearching = text.trim() !== '';
  const judge = isSearching ? fits : undefined;
  const found = useMemo(
    () => (isSearching ? foundItems(items, { text, typedWords, fits: judge }) : items.map(unsearched)),
    [items, isSearching, text, typedWords, judge],
  );
  const pick = ({ item, rest }: FoundItem) => {
    onPick(item.id, rest);
    setAnswered(text);
    if (field.current === document.activeElement) field.current?.select();
  };
  const picking = useRef(pick);
  useLayoutEffect(() => {
    picking.current = pick;
  });
  const onPickFound = useCallback((one: FoundItem) => picking.current(one), []);
  /** What is typed after a search was answered is another search; Enter puts in the same once more. */
  const selectAnswered = () => {
    if (text === answered) field.current?.select();
  };
  return (
    <Command className={styles.picker} label={label} loop shouldFilter={false}>
      <Command.Input
        ref={field}
        className={classNames(searching.input, styles.input)}
        placeholder={label}
        aria-label={label}
        autoFocus={autoFocus}
        value={text}
        onValueChange={setText}
        onFocus={selectAnswered}
        onClick={selectAnswered}
      />
      <Command.List className={styles.list} label={label}>
        <Groups found={found} onPick={onPickFound} draggable={draggable === true} />
      </Command.List>
      {footer}
    </Command>
  );
}

interface FoundItem extends Searched {
  readonly item: PickerItem;
  /** How it shows what was typed behind its name. */
  readonly words: string | undefined;
}

type Search = Pick<PickerListProps, 'typedWords' | 'fits'> & { readonly text: string };

interface GroupsProps {
  readonly found: readonly FoundItem[];
  readonly onPick: (found: FoundItem) => void;
  readonly draggable: boolean;
}

/** Most edits of a graph leave the list beside it as it is. */
const Groups = memo(function Groups({ found, onPick, draggable }: GroupsProps) {
  if (found.length === 0) return <div className={styles.empty}>Nothing is called like that.</div>;
  const groups = [...group(found, ({ item }) => item.group)];
  return groups.map(([heading, items]) => (
    <Command.Group key={heading} heading={heading} className={styles.group}>
      {items.map((one) => (
        <Item key={one.item.id} found={one} onPick={onPick} draggable={draggable} />
      ))}
    </Command.Group>
  ));
});

const unsearched = (item: PickerItem): FoundItem => ({ item, rest: '', words: undefined, score: 1 });

/** The best first. */
function foundItems(items: readonly PickerItem[], { text, typedWords, fits }: Search): readonly FoundItem[] {
  const takes = typedWords && ((id: string, rest: string) => typedWords(id, rest) !== undefined);
  const found = items.map((item): FoundItem => {
    const { score, rest } = searched(text, withGroup(item), takes);
    const words = rest === '' ? undefined : typedWords?.(item.id, rest);
    return { item, rest, words, score: score * likelihood(item, fits) };
  });
  return found.filter(({ score }) => score > 0).sort((a, b) => b.score - a.score);
}

/** What does not fit comes after all that does, or after what is called alike. */
function likelihood({ id, refusal, unlikely }: PickerItem, fits: Search['fits']): number {
  if (refusal !== undefined) return 0.01;
  return unlikely === true || fits?.(id) === false ? 0.9 : 1;
}

/** An item is also found by the words of its group. */
const withGroup = (item: PickerItem) => ({ ...item, about: `${item.about ?? ''} ${item.group}` });

interface ItemProps extends Omit<GroupsProps, 'found'> {
  readonly found: FoundItem;
}

function Item({ found, onPick, draggable }: ItemProps) {
  const { item, words } = found;
  return (
    <Command.Item
      value={item.id}
      className={classNames(styles.item, item.refusal !== undefined && styles.refused)}
      onSelect={() => onPick(found)}
      draggable={draggable}
      title={item.hint}
      onDragStart={(event) => event.dataTransfer.setData(DRAGGED_ITEM, item.id)}
    >
      {item.icon ?? (
        <span className={styles.band} style={{ background: `var(--band-${item.band ?? 'other'})` }} />
      )}
      <span className={styles.label}>
        {item.label}
        {words !== undefined && <span className={styles.typed}>{words}</span>}
        {item.refusal !== undefined && <span className={styles.refusal}>{item.refusal}</span>}
      </span>
    </Command.Item>
  );
}
