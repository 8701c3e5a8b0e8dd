import { useMemo, useRef, useState, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { Button } from '../../ui/Button.tsx';
import { NumberField } from '../../ui/NumberField.tsx';
import { Select } from '../../ui/Select.tsx';
import '../../ui/tokens.css';
import { GraphView, type Connection, type GraphHandle, type GraphNode, type Selection } from '../index.ts';
import { SAMPLES } from './samples.ts';

const query = new URLSearchParams(location.search);
document.documentElement.dataset['theme'] = query.get('theme') ?? 'light';

function Playground() {
  const [name, setName] = useState(query.get('sample') ?? 'cnn');
  const [sample, setSample] = useState(() => SAMPLES[name]!());
  const [direction, setDirection] = useState(
    query.get('direction') === 'horizontal' ? 'horizontal' : 'vertical',
  );
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set());
  const [said, say] = useState('');
  const graph = useRef<GraphHandle>(null);
  const choose = (next: string) => {
    setName(next);
    setSample(SAMPLES[next]!());
  };
  const edit = (id: string, change: Partial<GraphNode>) =>
    setSample((now) => ({
      ...now,
      nodes: now.nodes.map((node) => (node.id === id ? { ...node, ...change } : node)),
    }));
  const handlers = useMemo(
    () => ({
      canConnect: ({ node: from }: { node: string }, { node: to, port }: { node: string; port: string }) =>
        sample.edges.some((edge) => edge.target.node === to && edge.target.port === port)
          ? `${to} already has an input`
          : from === to
            ? 'A cycle'
            : (true as const),
      onConnect: ({ source, target }: Connection) =>
        setSample((now) => ({
          ...now,
          edges: [...now.edges, { id: `${source.node}>${target.node}.${target.port}`, source, target }],
        })),
      onDelete: ({ nodes, edges }: Selection) =>
        setSample((now) => ({
          ...now,
          nodes: now.nodes.filter((node) => !nodes.has(node.id)),
          edges: now.edges.filter(
            (edge) => !edges.has(edge.id) && !nodes.has(edge.source.node) && !nodes.has(edge.target.node),
          ),
        })),
    }),
    [sample.edges],
  );
  const addAfter = (id: string) =>
    setSample((now) => {
      const fresh = `new_${now.nodes.length}`;
      const port = [{ id: 'in', label: 'input' }];
      const out = [{ id: 'out', label: 'output' }];
      return {
        ...now,
        nodes: [
          ...now.nodes,
          { id: fresh, label: fresh, subtitle: 'Dense · 64', band: 'core', inputs: port, outputs: out },
        ],
        edges: [
          ...now.edges,
          { id: `${id}>${fresh}`, source: { node: id, port: 'out' }, target: { node: fresh, port: 'in' } },
        ],
      };
    });
  return (
    <div style={{ display: 'grid', gridTemplateRows: '56px 1fr', height: '100vh' }}>
      <header
        style={{
          display: 'flex',
          gap: 16,
          alignItems: 'center',
          padding: '0 16px',
          background: 'var(--chrome)',
          borderBottom: '1px solid var(--line)',
        }}
      >
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
        nodes={sample.nodes}
        edges={sample.edges}
        label={sample.title}
        direction={direction as 'vertical' | 'horizontal'}
        readOnly={query.has('readonly')}
        expanded={expanded}
        {...handlers}
        onOpen={(id) =>
          setExpanded((now) => {
            const next = new Set(now);
            if (!next.delete(id)) next.add(id);
            return next;
          })
        }
        onPlace={(placed) => placed.forEach(({ id, x, y }) => edit(id, { pinned: { x, y } }))}
        onQuickAdd={addAfter}
        onConnectToEmpty={(port) => {
          addAfter(port.node);
        }}
        onInsertOnEdge={(id) => say(`Insert on ${id}`)}
        renderNode={(node) => <NodeForm node={node} />}
      />
    </div>
  );
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
