import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { Button } from '../../ui/Button.tsx';
import { NumberField } from '../../ui/NumberField.tsx';
import { Select } from '../../ui/Select.tsx';
import '../../ui/tokens.css';
import {
  GraphView,
  type Connection,
  type EdgeEnd,
  type GraphHandle,
  type GraphNode,
  type Placement,
  type Selection,
} from '../index.ts';
import { SAMPLE_FACTS, SAMPLES, type Sample } from './samples.ts';

const query = new URLSearchParams(location.search);
document.documentElement.dataset['theme'] = query.get('theme') ?? 'light';

function Playground() {
  const [name, setName] = useState(query.get('sample') ?? 'cnn');
  const [direction, setDirection] = useState<'vertical' | 'horizontal'>(
    query.get('direction') === 'horizontal' ? 'horizontal' : 'vertical',
  );
  const [expanded, toggleExpanded] = useToggled([]);
  const [folded, toggleFolded] = useToggled((query.get('folded') ?? '').split(','));
  const [said, say] = useState('');
  const graph = useRef<GraphHandle>(null);
  const { sample, setSample, edit, handlers, addAfter } = useSample(name);
  const visible = useMemo(() => withoutFolded(sample.nodes, folded), [sample.nodes, folded]);
  // For the console and for whoever measures.
  useEffect(() => {
    Object.assign(globalThis, { graph, setSample });
  });
  const choose = (next: string) => {
    setName(next);
    setSample(SAMPLES[next]!());
  };
  return (
    <div style={{ display: 'grid', gridTemplateRows: '56px 1fr', height: '100vh' }}>
      <header style={HEADER}>
        <div style={{ width: 160 }}>
          <Select
            label="Sample"
            labelHidden
            value={name}
            options={Object.keys(SAMPLES).map((value) => ({ value, label: value }))}
            onChange={choose}
          />
        </div>
        <Button onClick={() => setDirection((d) => (d === 'vertical' ? 'horizontal' : 'vertical'))}>
          {direction}
        </Button>
        <Button
          id="edit-one"
          onClick={() => edit(sample.nodes[5]!.id, { subtitle: `edited ${Math.random()}` })}
        >
          Edit one node
        </Button>
        <Button kind="quiet" onClick={() => setSample(SAMPLES[name]!())}>
          Start again
        </Button>
        <span style={{ color: 'var(--text-muted)' }}>{said || sample.title}</span>
      </header>
      <GraphView
        key={name}
        ref={graph}
        nodes={visible}
        edges={sample.edges}
        facts={SAMPLE_FACTS}
        label={sample.title}
        direction={direction}
        readOnly={query.has('readonly')}
        expanded={expanded}
        {...handlers}
        onOpen={toggleExpanded}
        onFold={toggleFolded}
        onQuickAdd={addAfter}
        onConnectToEmpty={(port) => addAfter(port.node)}
        onInsertOnEdge={(id) => say(`Insert on ${id}`)}
        onCopy={() => 'copied from the playground'}
        onPaste={(text) => say(`Pasted ${text}`)}
        renderNode={(node) => <NodeForm node={node} />}
      />
    </div>
  );
}

const HEADER = {
  display: 'flex',
  gap: 16,
  alignItems: 'center',
  padding: '0 16px',
  background: 'var(--chrome)',
  borderBottom: '1px solid var(--line)',
};

function useToggled(given: readonly string[]) {
  const [toggled, set] = useState<ReadonlySet<string>>(() => new Set(given));
  const toggle = (id: string) =>
    set((now) => {
      const next = new Set(now);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  return [toggled, toggle] as const;
}

function withoutFolded(nodes: readonly GraphNode[], folded: ReadonlySet<string>): readonly GraphNode[] {
  const hidden = new Set<string>();
  for (const { id, parent } of nodes) {
    if (parent !== undefined && (folded.has(parent) || hidden.has(parent))) hidden.add(id);
  }
  return hidden.size === 0 ? nodes : nodes.filter(({ id }) => !hidden.has(id));
}

function useSample(name: string) {
  const [sample, setSample] = useState(() => SAMPLES[name]!());
  const edit = (id: string, change: Partial<GraphNode>) =>
    setSample((now) => ({
      ...now,
      nodes: now.nodes.map((node) => (node.id === id ? { ...node, ...change } : node)),
    }));
  const handlers = useMemo(() => editsOf(setSample), []);
  const addAfter = (id: string) => setSample((now) => withNodeAfter(now, id));
  return { sample, setSample, edit, handlers, addAfter };
}

type SetSample = (change: (now: Sample) => Sample) => void;

function editsOf(setSample: SetSample) {
  return {
    canConnect: ({ node: from }: EdgeEnd, { node: to }: EdgeEnd) =>
      from === to ? 'A cycle' : (true as const),
    onConnect: ({ source, target }: Connection) =>
      setSample((now) => ({
        ...now,
        edges: [...now.edges, { id: `${source.node}>${target.node}.${target.port}`, source, target }],
      })),
    onDelete: ({ nodes, edges }: Selection) =>
      setSample((now) => ({
        ...now,
        nodes: now.nodes.filter((node) => !nodes.has(node.id)),
        edges: now.edges.filter((edge) => !edges.has(edge.id)),
      })),
    onPlace: (placed: readonly Placement[]) =>
      setSample((now) => {
        const at = new Map(placed.map(({ id, x, y }) => [id, { x, y }]));
        const place = (node: GraphNode) => (at.has(node.id) ? { ...node, pinned: at.get(node.id)! } : node);
        return { ...now, nodes: now.nodes.map(place) };
      }),
    onReorderInputs: (id: string, before: string | undefined) =>
      setSample((now) => {
        const moved = now.edges.find((edge) => edge.id === id)!;
        const others = now.edges.filter((edge) => edge !== moved);
        const at = others.findIndex((edge) => edge.id === before);
        const place = at < 0 ? others.length : at;
        return { ...now, edges: [...others.slice(0, place), moved, ...others.slice(place)] };
      }),
  };
}

function withNodeAfter(now: Sample, id: string): Sample {
  const fresh = `new_${now.nodes.length}`;
  const parent = now.nodes.find((node) => node.id === id)?.parent;
  const node: GraphNode = {
    ...{ id: fresh, label: fresh, subtitle: 'Dense · 64', band: 'core' },
    inputs: [{ id: 'in', label: 'input' }],
    outputs: [{ id: 'out', label: 'output' }],
    ...(parent !== undefined && { parent }),
  };
  const edge = {
    id: `${id}>${fresh}`,
    source: { node: id, port: 'out' },
    target: { node: fresh, port: 'in' },
  };
  return { ...now, nodes: [...now.nodes, node], edges: [...now.edges, edge] };
}

function NodeForm({ node }: { readonly node: GraphNode }): ReactNode {
  const [units, setUnits] = useState<number | null>(64);
  return (
    <div style={{ display: 'grid', gap: 8 }}>
      <NumberField label={`Units of ${node.label}`} value={units} onCommit={setUnits} integer min={1} />
      <NumberField label="Rate" value={0.25} onCommit={() => undefined} step={0.05} unit="of inputs" />
    </div>
  );
}

createRoot(document.getElementById('root')!).render(<Playground />);
