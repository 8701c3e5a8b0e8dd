import { layerType, type LayerType } from '../../../meta/catalogue/index.ts';
import type { TypeOf } from '../shapes/argumentFlaw.ts';
import type { Arguments, PortInputs } from '../shapes/call.ts';
import type { Flaw } from '../shapes/flaw.ts';
import { formatShape } from '../shapes/index.ts';
import type {
  Answers,
  ModuleSource,
  OwnRule,
  ShapeAnswer,
  ShapeQuestion,
  TensorSpec,
} from '../shapes/index.ts';
import { callFlaw } from '../shapes/inferLayer.ts';
import {
  countParameters,
  invalid,
  unknown,
  type Inference,
  type KnownInference,
} from '../shapes/inference.ts';
import { resolveArguments } from '../shapes/resolveArguments.ts';
import { bytesPerSample, mayEqual, MIXED_DTYPES } from '../shapes/tensor.ts';
import { applyShapes } from './applyShapes.ts';
import { sameItems } from '../sameItems.ts';
import type { CustomLayer } from './customLayer.ts';
import { sourcesOf, type LayerWithCustom } from './layerWithCustom.ts';
import { parseShapes, ShapeRuleFault } from './shapeRule.ts';

/**
 * The rule of a layer that the project defines, or of one of Keras that holds such layers in its arguments: what the
 * `shapes` of its own class say at once, and what Keras answers.
 */
export function ruleOfCustom({ type, own, held }: LayerWithCustom): OwnRule {
  const customs = [...(own ? [own] : []), ...held.values()];
  const [first] = customs;
  if (!first) throw new TypeError('Expected a layer of the project.');
  const from = [type, own, ...held.keys(), ...held.values()];
  const known = rules.get(first) ?? [];
  const same = known.find((one) => sameItems(one.from, from));
  if (same) return same.rule;
  const typeOf = (name: string) => layerType(name) ?? held.get(name)?.type;
  const asked: Asked = { type, own, typeOf, sources: sourcesOf(customs) };
  const rule: OwnRule = (...call) => infer(asked, ...call);
  rules.set(first, [...known, { from, rule }]);
  return rule;
}

/** The same value for the same layer, so that what did not change is not inferred again. */
const rules = new WeakMap<
  CustomLayer,
  readonly { readonly from: readonly unknown[]; readonly rule: OwnRule }[]
>();

interface Asked {
  readonly type: LayerType;
  readonly own: CustomLayer | undefined;
  readonly typeOf: TypeOf;
  readonly sources: readonly ModuleSource[];
}

function infer(
  { type, own, typeOf, sources }: Asked,
  args: Arguments,
  inputs: PortInputs,
  answers?: Answers,
): Inference {
  const flaw = callFlaw(type, args, inputs, typeOf);
  if (flaw !== null) return invalid(flaw);
  const question: ShapeQuestion = { type: type.name, args, inputs, sources };
  const stated = own && byShapes(own, args, inputs);
  if (stated?.status === 'invalid') return stated;
  const answer = answers?.(question);
  if (answer !== undefined) return answered(answer, stated, args, question);
  const asking = answers === undefined ? {} : { question };
  if (stated) return { ...stated, ...asking };
  return { ...unknown(answers ? BEING_ASKED : NOBODY_KNOWS), ...asking };
}

const BEING_ASKED = 'being asked of Keras';
const NOBODY_KNOWS = 'its class states no shapes, and only Keras can tell';

/** What the class itself says; nothing where it says nothing, or nothing that can be read. */
function byShapes(
  { shapes, type }: CustomLayer,
  args: Arguments,
  inputs: PortInputs,
): KnownInference | Extract<Inference, { status: 'invalid' }> | undefined {
  const rule = shapes === undefined ? undefined : parseShapes(shapes);
  if (rule === undefined || rule instanceof ShapeRuleFault) return undefined;
  const applied = applyShapes(rule, type.inputs, inputs, resolveArguments(type, args));
  if ('flaw' in applied) return invalid(applied.flaw);
  const dtype =
    typeof args['dtype'] === 'string' ? (MIXED_DTYPES[args['dtype']] ?? args['dtype']) : 'float32';
  const outputs = applied.shapes.map((shape): TensorSpec => ({ shape, dtype }));
  return {
    status: 'known',
    outputs,
    weights: [],
    params: null,
    macs: null,
    activationBytes: bytesPerSample(outputs),
    flaws: [],
  };
}

/** What Keras said of a layer; where nobody could be asked, what its class says, and the question where it stays open. */
function answered(
  answer: ShapeAnswer,
  stated: KnownInference | undefined,
  args: Arguments,
  question: ShapeQuestion,
): Inference {
  switch (answer.status) {
    case 'failed':
      return { ...(stated ?? unknown(answer.message)), ...(answer.passing ? { question } : {}) };
    case 'refused':
      return invalid({ code: 'keras-refuses', expected: '', received: answer.message });
    case 'known':
      if (stated && !agree(stated.outputs, answer.outputs)) {
        const [expected, received] = [stated.outputs, answer.outputs].map(inWords) as [string, string];
        return invalid({ code: 'rule-unlike-keras', expected, received });
      }
      return known(answer, args);
    default:
      return answer satisfies never;
  }
}

function known(
  { outputs, weights }: Extract<ShapeAnswer, { status: 'known' }>,
  args: Arguments,
): KnownInference {
  const isLayerTrainable = args['trainable'] !== false;
  const counted = weights.map(({ name, shape, trainable }) => ({
    name,
    shape,
    trainable: trainable && isLayerTrainable,
    isVariableTrainable: trainable,
  }));
  return {
    status: 'known',
    outputs,
    weights: counted,
    params: countParameters(counted),
    macs: null,
    activationBytes: bytesPerSample(outputs),
    flaws: [],
  };
}

function agree(stated: readonly TensorSpec[], given: readonly TensorSpec[]): boolean {
  return (
    stated.length === given.length &&
    stated.every(({ shape }, index) => {
      const other = given[index]?.shape ?? [];
      return (
        shape.length === other.length && shape.every((size, axis) => mayEqual(size, other[axis] ?? null))
      );
    })
  );
}

const inWords = (outputs: readonly TensorSpec[]) => outputs.map(({ shape }) => formatShape(shape)).join(', ');

/** What is wrong with a layer whose class is in none of the modules: of one class the very same value. */
export function missingClass(name: string): Flaw {
  const flaw: Flaw = missing.get(name) ?? { code: 'class-missing', expected: '', received: name };
  missing.set(name, flaw);
  return flaw;
}

const missing = new Map<string, Flaw>();
