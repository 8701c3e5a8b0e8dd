import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { useEffect, useMemo, useState, type KeyboardEvent } from 'react';
import type { LayerRecord } from '../../../meta/index.ts';
import { findLayers } from '../../../src/domain/rearranging/findLayers.ts';
import { find } from '../../../src/domain/state.ts';
import { useProject } from '../../project/index.ts';
import { classNames, IconButton } from '../../ui/index.ts';
import { typeLabel } from '../layerItems.ts';
import type { Editor } from '../useEditor.ts';
import { recordOf } from '../nodePath.ts';
import searching from '../../graphEditing/search.module.css';
import styles from './FindBar.module.css';
import { NOTHING } from './useGestures.ts';

/** Finds layers by name, type, comment, argument or problem, and goes round what it found. */
export function FindBar({ editor }: { readonly editor: Editor }) {
  const { query, search, found, at, goTo } = useSearch(editor);
  const { mark } = editor.gestures;
  useEffect(() => {
    mark(found.length > 0 ? new Set(found.map(({ node }) => node)) : NOTHING);
    return () => mark(NOTHING);
  }, [found, mark]);
  const current = found[at];
  const close = () => {
    editor.gestures.overlay.hide();
    editor.handle.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[`${event.shiftKey ? 'Shift+' : ''}${event.key}`];
    if (event.key === 'Escape') close();
    else if (step !== undefined && isField(event.target)) goTo(next(at, step));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={styles.bar} role="search" aria-label="Find layers" onKeyDown={onKeyDown}>
      <div className={styles.row}>
        <input
          className={classNames(searching.input, styles.input)}
          type="text"
          role="combobox"
          aria-label="Find layers"
          aria-expanded={found.length > 0}
          aria-controls="found-layers"
          aria-activedescendant={current && optionId(current)}
          placeholder="Name, type, filters=64, problem"
          autoFocus
          value={query}
          onChange={(event) => search(event.target.value)}
        />
        <span className={styles.count} role="status">
          {countOf(query, found.length, at)}
        </span>
        <IconButton
          label="Previous"
          shortcut="Shift+Enter"
          icon={<ChevronUp />}
          onClick={() => goTo(next(at, -1))}
        />
        <IconButton label="Next" shortcut="Enter" icon={<ChevronDown />} onClick={() => goTo(next(at, 1))} />
        <IconButton label="Close" shortcut="Escape" icon={<X />} onClick={close} />
      </div>
      {found.length > 0 && <FoundList found={found} at={at} onGoTo={goTo} onSelectAll={editor.select} />}
    </div>
  );
}

interface Found {
  readonly node: string;
  readonly layer: LayerRecord;
  readonly problems: readonly string[];
}

interface FoundListProps {
  readonly found: readonly Found[];
  readonly at: number;
  readonly onGoTo: (index: number) => void;
  readonly onSelectAll: Editor['select'];
}

function FoundList({ found, at, onGoTo, onSelectAll }: FoundListProps) {
  const all = () => onSelectAll({ nodes: new Set(found.map(({ node }) => node)), edges: new Set() });
  return (
    <>
      <ul id="found-layers" className={styles.list} role="listbox" aria-label="Found layers">
        {found.slice(0, MOST_SHOWN).map((one, index) => (
          <li
            key={one.node}
            id={optionId(one)}
            role="option"
            aria-selected={index === at}
            className={styles.found}
            onClick={() => onGoTo(index)}
            ref={index === at ? scrollIntoView : undefined}
          >
            <span className={styles.name}>{one.layer.name}</span>
            <span className={styles.type}>{one.problems[0] ?? typeLabel(one.layer.type)}</span>
          </li>
        ))}
      </ul>
      <button type="button" className={styles.all} onClick={all}>
        Select all {String(found.length)}
      </button>
    </>
  );
}

const optionId = ({ node }: Found) => `found-${node}`;
const isField = (target: EventTarget) => target instanceof HTMLInputElement;
/** Before the first one lies the last. */
const next = (at: number, step: number) => (at < 0 && step < 0 ? -1 : at + step);

const STEPS: Readonly<Record<string, number>> = {
  Enter: 1,
  'Shift+Enter': -1,
  ArrowDown: 1,
  ArrowUp: -1,
  F3: 1,
  'Shift+F3': -1,
};
const MOST_SHOWN = 200;

const scrollIntoView = (item: HTMLElement | null) => item?.scrollIntoView({ block: 'nearest' });

function useSearch({ graph, showLayer }: Editor) {
  const { view } = useProject();
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(-1);
  const found = useMemo(() => {
    const all = graph.nodes.flatMap(({ id, problems = [] }): Found[] => {
      const layer = find(view, 'Layer', recordOf(id));
      return layer ? [{ node: id, layer, problems: problems.map(({ message }) => message) }] : [];
    });
    return findLayers(view, all, query);
  }, [graph.nodes, view, query]);
  return {
    query,
    found,
    at,
    search: (text: string) => {
      setQuery(text);
      setAt(-1);
    },
    /** Behind the last one comes the first. */
    goTo: (wanted: number) => {
      const index = (wanted + found.length) % found.length;
      const one = found[index];
      if (!one) return;
      setAt(index);
      showLayer(one.node);
    },
  };
}

function countOf(query: string, count: number, at: number): string {
  if (query.trim() === '') return '';
  if (count === 0) return 'None';
  return at < 0 ? `${String(count)} found` : `${String(at + 1)} of ${String(count)}`;
}
