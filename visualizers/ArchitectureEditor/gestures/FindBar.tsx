import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { useMemo, useState, type KeyboardEvent } from 'react';
import { findLayers } from '../../../src/domain/rearranging/findLayers.ts';
import { find } from '../../../src/domain/state.ts';
import { useProject } from '../../project/index.ts';
import { IconButton } from '../../ui/index.ts';
import { typeLabel } from '../layerItems.ts';
import type { Editor } from '../useEditor.ts';
import styles from './FindBar.module.css';
import { layerOfNode } from './layerOfNode.ts';

/** Finds layers by name, type, comment, argument or problem, and goes round what it found. */
export function FindBar({ editor }: { readonly editor: Editor }) {
  const { handle, showLayer, select, gestures } = editor;
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(-1);
  const found = useFound(editor, query);
  const current = found[at];
  const close = () => {
    gestures.overlay.hide();
    handle.current?.focus();
  };
  const goTo = (wanted: number) => {
    const index = (wanted + found.length) % found.length;
    const next = found[index];
    if (!next) return;
    setAt(index);
    showLayer(next.node);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[`${event.shiftKey ? 'Shift+' : ''}${event.key}`];
    if (event.key === 'Escape') close();
    else if (step !== undefined) goTo(at < 0 && step < 0 ? -1 : at + step);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={styles.bar} role="search" aria-label="Find layers" onKeyDown={onKeyDown}>
      <div className={styles.row}>
        <input
          className={styles.input}
          type="text"
          role="combobox"
          aria-label="Find layers"
          aria-expanded={found.length > 0}
          aria-controls="found-layers"
          aria-activedescendant={current && `found-${current.node}`}
          placeholder="Name, type, filters=64, problem"
          autoFocus
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setAt(-1);
          }}
        />
        <span className={styles.count} role="status">
          {countOf(query, found.length, at)}
        </span>
        <IconButton
          label="Previous"
          shortcut="Shift+Enter"
          icon={<ChevronUp />}
          onClick={() => goTo(at < 0 ? -1 : at - 1)}
        />
        <IconButton label="Next" shortcut="Enter" icon={<ChevronDown />} onClick={() => goTo(at + 1)} />
        <IconButton label="Close" shortcut="Escape" icon={<X />} onClick={close} />
      </div>
      {found.length > 0 && (
        <>
          <ul id="found-layers" className={styles.list} role="listbox" aria-label="Found layers">
            {found.slice(0, MOST_SHOWN).map(({ node, layer, problems }, index) => (
              <li
                key={node}
                id={`found-${node}`}
                role="option"
                aria-selected={index === at}
                className={styles.found}
                onClick={() => goTo(index)}
                ref={index === at ? scrollIntoView : undefined}
              >
                <span className={styles.name}>{layer.name}</span>
                <span className={styles.type}>{problems[0] ?? typeLabel(layer.type)}</span>
              </li>
            ))}
          </ul>
          <button
            type="button"
            className={styles.all}
            onClick={() => select({ nodes: new Set(found.map(({ node }) => node)), edges: new Set() })}
          >
            Select all {String(found.length)}
          </button>
        </>
      )}
    </div>
  );
}

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

function useFound({ graph }: Editor, query: string) {
  const { view } = useProject();
  return useMemo(() => {
    const all = graph.nodes.flatMap(({ id, problems = [] }) => {
      const layer = find(view, 'Layer', layerOfNode(id));
      return layer ? [{ node: id, layer, problems: problems.map(({ message }) => message) }] : [];
    });
    return findLayers(view, all, query);
  }, [graph.nodes, view, query]);
}

function countOf(query: string, count: number, at: number): string {
  if (query.trim() === '') return '';
  if (count === 0) return 'None';
  return at < 0 ? `${String(count)} found` : `${String(at + 1)} of ${String(count)}`;
}
