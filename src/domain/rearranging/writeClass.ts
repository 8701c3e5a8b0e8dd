import { layerType, type ArgumentValue } from '../../../meta/catalogue/index.ts';
import type { CodeRecord, LayerRecord, ModelRecord } from '../../../meta/index.ts';
import { layerName } from '../architecture/newLayer.ts';
import { operationOf } from '../architecture/operations.ts';
import { argumentsOf } from '../architecture/ports.ts';
import { text } from '../codegen/python.ts';
import { connectionsTo } from '../commands/connect.ts';
import { customLayersOf, layerTypeIn } from '../customLayers/index.ts';
import { needsCode } from '../customLayers/holdingCode.ts';
import { freeName, isPythonName, isTakenByPython, namesUnder } from '../names.ts';
import { blank, find, ProjectState, type ProjectView } from '../state.ts';
import { replaceLayer } from './replaceLayer.ts';

/** One edit that gives a layer a class in the code of the project, or why that cannot be. */
export type ClassWriting =
  | {
      readonly ok: true;
      readonly records: readonly ModelRecord[];
      readonly replaces: readonly string[];
      /** The module with the class. */
      readonly module: string;
      /** What does not carry over, in words. */
      readonly lost: readonly string[];
    }
  | { readonly ok: false; readonly reason: string };

/** Whether nobody knows what the layer computes until its class is written. */
export function wantsClass(view: ProjectView, { type, block, shares }: LayerRecord): boolean {
  if (block !== null || shares !== null || customLayersOf(view).byType.has(type)) return false;
  return needsCode(type) || isMissing(type);
}

const isMissing = (type: string) =>
  !layerType(type) && !operationOf(type) && !MODELS.has(type) && isPythonName(type);

/** Without a block they stand for nothing. */
const MODELS: ReadonlySet<string> = new Set(['Block', 'Functional', 'Sequential']);

/**
 * A layer that held code becomes one of a class of its own, named after it, since the next one computes something else.
 * All layers of a class that is missing become layers of the one that is written.
 */
export function writeClass(view: ProjectView, id: string, newId: () => string): ClassWriting {
  const layer = find(view, 'Layer', id);
  const [project] = view.childrenOf(null);
  if (!layer || !project) return { ok: false, reason: 'The layer is no longer there.' };
  const isOwn = needsCode(layer.type);
  const className = isOwn ? freeClass(view, layer.name) : layer.type;
  const module = moduleFor(view, project.id, className, newId());
  const inputs = connectionsTo(view, id).length;
  const args = isOwn ? {} : argumentsOf(layer);
  const record: CodeRecord = { ...module, code: skeleton({ className, module: module.name, args, inputs }) };
  if (!isOwn) return { ok: true, records: [record], replaces: [], module: record.id, lost: [] };
  const replaced = replaceLayer(new ProjectState([...view.all(), record]), id, className, newId);
  if (!replaced.ok) return replaced;
  const { connections, replaces, lost } = replaced;
  const made = { ...replaced.layer, name: layer.name };
  return { ok: true, records: [record, made, ...connections], replaces, module: record.id, lost };
}

/** `my_scale` becomes `MyScale`, and `dense` `OwnDense`: neither Keras nor the project has the class yet. */
function freeClass(view: ProjectView, name: string): string {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? [];
  const joined = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  const wanted = isPythonName(joined) && !layerType(joined) ? joined : `Own${joined}`;
  const isTaken = (candidate: string) =>
    layerTypeIn(view, candidate) !== undefined || customLayersOf(view).classes.has(candidate);
  for (let n = 1; ; n += 1) {
    const candidate = n === 1 ? wanted : `${wanted}${String(n)}`;
    if (!isTaken(candidate)) return candidate;
  }
}

function moduleFor(view: ProjectView, parent: string, className: string, id: string): CodeRecord {
  const wanted = layerName(className);
  const name = freeName(
    isTakenByPython(wanted) ? `${wanted}_layer` : wanted,
    namesUnder(view, parent, 'Code'),
  );
  return blank('Code', { id, parent, name, description: `The layer ${className}.` });
}

interface Wanted {
  readonly className: string;
  readonly module: string;
  readonly args: Readonly<Record<string, ArgumentValue>>;
  readonly inputs: number;
}

/** A class that takes what the layer is given, and says that it is still to be written when it is called. */
function skeleton({ className, module, args, inputs }: Wanted): string {
  const own = Object.entries(args).filter(([name]) => isPythonName(name) && !OF_EVERY_LAYER.has(name));
  const parameters = own.map(([name, value]) => `, ${name}=${written(value)}`).join('');
  const entries = own.map(([name]) => `, ${text(name)}: self.${name}`).join('');
  const several = Array.from({ length: inputs }, (_, index) => `x${String(index + 1)}`);
  return `import keras
from keras import ops


@keras.saving.register_keras_serializable(${text(module)})
class ${className}(keras.layers.Layer):
    """Say in a sentence what the layer computes."""

    # Optional: with it shapes are known at once; without it Keras is asked.
    # shapes = "(..., features) -> (..., features)"

    def __init__(self${parameters}, **kwargs):
        super().__init__(**kwargs)
${own.map(([name]) => `        self.${name} = ${name}\n`).join('')}
    def call(self, inputs):
${inputs > 1 ? `        ${several.join(', ')} = inputs\n` : ''}        # Write here what it gives, such as: return ops.relu(${inputs > 1 ? 'x1' : 'inputs'})
        raise NotImplementedError(${text(`What ${className} computes is still to be written, in the module ${module}.`)})

    def get_config(self):
        return {**super().get_config()${entries}}
`;
}

/** Keras itself takes these. */
const OF_EVERY_LAYER: ReadonlySet<string> = new Set([
  'name',
  'dtype',
  'trainable',
  'training',
  'activity_regularizer',
  'autocast',
]);

/** As a default, which must not be a list that could change. */
function written(value: ArgumentValue): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return text(value);
  if (!Array.isArray(value)) return 'None';
  const items = (value as readonly ArgumentValue[]).map(written);
  return items.length === 1 ? `(${items.join('')},)` : `(${items.join(', ')})`;
}
