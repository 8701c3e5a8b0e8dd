import {
  Handle,
  Position,
  ReactFlow,
  useEdgesState,
  useNodesState,
  type Node,
  type NodeProps,
} from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { memo, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import type { DrawnGraph } from '../drawnGraph.ts';

/* The graph as React Flow draws it, set up as its documentation advises for large ones. */

type Layer = Node<{ readonly label: string; readonly subtitle: string; readonly inputs: readonly string[] }>;

const LayerNode = memo(function LayerNode({ data }: NodeProps<Layer>) {
  return (
    <div className="layer">
      {data.inputs.map((port) => (
        <Handle key={port} id={port} type="target" position={Position.Top} />
      ))}
      <strong>{data.label}</strong>
      <div>{data.subtitle}</div>
      <Handle id="0" type="source" position={Position.Bottom} />
    </div>
  );
});

const NODE_TYPES = { layer: LayerNode };
const SCALE = 0.75;

function Flow({ graph }: { readonly graph: DrawnGraph }) {
  const [nodes, setNodes, onNodesChange] = useNodesState<Layer>(layersOf(graph));
  const [edges, , onEdgesChange] = useEdgesState(edgesOf(graph));
  useEffect(() => {
    const rename = ({ detail: label }: CustomEvent<string>) =>
      setNodes(([first, ...others]) =>
        first ? [{ ...first, data: { ...first.data, label } }, ...others] : [],
      );
    addEventListener('rename', rename as (event: Event) => void);
    return () => removeEventListener('rename', rename as (event: Event) => void);
  }, [setNodes]);
  const { x, y, width } = nodes[0]
    ? { ...nodes[0].position, width: nodes[0].width ?? 0 }
    : { x: 0, y: 0, width: 0 };
  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      onNodesChange={onNodesChange}
      onEdgesChange={onEdgesChange}
      nodeTypes={NODE_TYPES}
      onlyRenderVisibleElements
      minZoom={0.001}
      panOnDrag={[1]}
      defaultViewport={{ x: innerWidth / 2 - (x + width / 2) * SCALE, y: 64 - y * SCALE, zoom: SCALE }}
    />
  );
}

const layersOf = ({ nodes, boxes }: DrawnGraph): Layer[] =>
  nodes.flatMap(({ id, label, subtitle = '', inputs }) => {
    const box = boxes[id];
    if (!box) return [];
    const { x, y, width, height } = box;
    const data = { label, subtitle, inputs: inputs.map((port) => port.id) };
    return [{ id, type: 'layer', position: { x, y }, width, height, data }];
  });

const edgesOf = ({ edges }: DrawnGraph) =>
  edges.map(({ id, source, target }) => ({
    id,
    source: source.node,
    sourceHandle: source.port,
    target: target.node,
    targetHandle: target.port,
  }));

const response = await fetch('graph.json');
// The bench wrote the file that it serves.
const graph = (await response.json()) as DrawnGraph;
createRoot(document.body).render(<Flow graph={graph} />);
