import {
  castDtype,
  computeDtype,
  flag,
  given,
  input,
  inputShape,
  integer,
  isGiven,
  text,
  type LayerCall,
} from './call.ts';
import { bias } from './convolution.ts';
import { analyzeEinsum } from './einsum.ts';
import {
  argumentFlaw,
  atLeast,
  inputFlaw,
  knownDimension,
  positive,
  rankAtLeast,
  require,
  sameAsInput,
  unfitFlaw,
  when,
  whenGiven,
  type LayerRule,
  type RuleTable,
  type RuleWeight,
} from './rule.ts';
import { product, tensor, withDimension, type Shape } from './tensor.ts';

function networkInputShape(call: LayerCall): Shape {
  const whole = given(call, 'batch_shape') as Shape | null;
  return whole ?? [given(call, 'batch_size') as number | null, ...(given(call, 'shape') as Shape)];
}

function sizesNotNegative(argument: string) {
  return require((call) =>
    ((given(call, argument) as Shape | null) ?? []).every((size) => size === null || size >= 0), (call) =>
    argumentFlaw(call, argument, 'made of sizes that are not negative'));
}

const features = (call: LayerCall) => inputShape(call).at(-1) ?? 0;

function einsumDense(): LayerRule {
  const analysis = (call: LayerCall) =>
    analyzeEinsum(
      text(call, 'equation'),
      given(call, 'bias_axes') as string | null,
      inputShape(call),
      outputShapeGiven(call),
    );
  return {
    checks: [
      (call) => {
        const { fault } = analysis(call);
        return fault === null ? null : unfitFlaw(call, 'equation', fault);
      },
      ...loraChecks('kernel_constraint'),
    ],
    outputs: (call) => [tensor(analysis(call).output, computeDtype(call))],
    weights: (call) => {
      const { kernel, bias: biasShape } = analysis(call);
      return [
        ...adapted(call, 'kernel', kernel, 'kernel_initializer'),
        ...(biasShape === null ? [] : [{ name: 'bias', shape: biasShape, initializer: 'bias_initializer' }]),
      ];
    },
    macs: (call) => analysis(call).macs,
  };
}

function outputShapeGiven(call: LayerCall): Shape {
  const shape = given(call, 'output_shape');
  return typeof shape === 'number' ? [shape] : (shape as Shape);
}

function embedding(shape: (call: LayerCall) => Shape): LayerRule {
  return {
    checks: [positive('input_dim'), positive('output_dim'), ...loraChecks('embeddings_constraint')],
    outputs: (call) => [tensor(shape(call), computeDtype(call))],
    weights: (call) =>
      adapted(
        call,
        'embeddings',
        [integer(call, 'input_dim'), integer(call, 'output_dim')],
        'embeddings_initializer',
      ),
    macs: () => 0,
  };
}

function reversibleEmbedding(): LayerRule {
  const isReverse = (call: LayerCall) => flag(call, 'reverse');
  const rule = embedding((call) =>
    isReverse(call)
      ? withDimension(inputShape(call), -1, integer(call, 'input_dim'))
      : [...inputShape(call), integer(call, 'output_dim')],
  );
  return {
    ...rule,
    checks: [...rule.checks, when(isReverse, rankAtLeast(1)), when(isReverse, lastIsEmbedded)],
    weights: (call) => [
      ...(rule.weights?.(call) ?? []),
      ...(flag(call, 'tie_weights')
        ? []
        : [
            {
              name: 'reverse_embeddings',
              shape: [integer(call, 'output_dim'), integer(call, 'input_dim')],
              initializer: 'embeddings_initializer',
            },
          ]),
    ],
    macs: (call, [output]) =>
      isReverse(call) ? product([...(output?.shape.slice(1) ?? []), integer(call, 'output_dim')]) : 0,
  };
}

const lastIsEmbedded = require((call) => {
  const last = inputShape(call).at(-1) ?? null;
  return last === null || last === integer(call, 'output_dim');
}, (call) =>
  inputFlaw(
    call,
    'input-dimension',
    `needs ${integer(call, 'output_dim')} (output_dim) along the last axis`,
  ));

// Low-rank adaptation: two small trainable factors beside a frozen matrix

const usesLora = (call: LayerCall) => isGiven(call, 'lora_rank') && integer(call, 'lora_rank') !== 0;

const loraChecks = (constraint: string) => [
  when(usesLora, positive('lora_rank')),
  when(
    usesLora,
    require((call) => !isGiven(call, constraint), (call) =>
      argumentFlaw(call, constraint, 'None where lora_rank is given', 'argument-conflict')),
  ),
];

function adapted(
  call: LayerCall,
  name: string,
  shape: readonly number[],
  initializer: string,
): readonly RuleWeight[] {
  const weight = { name, shape, initializer };
  if (!usesLora(call)) return [weight];
  const rank = integer(call, 'lora_rank');
  return [
    { ...weight, trainable: false },
    { name: `lora_${name}_a`, shape: [...shape.slice(0, -1), rank] },
    { name: `lora_${name}_b`, shape: [rank, shape.at(-1) ?? 0] },
  ];
}

export const CORE: RuleTable = {
  InputLayer: {
    checks: [
      require((call) => isGiven(call, 'shape') || isGiven(call, 'batch_shape'), (call) => ({
        ...argumentFlaw(call, 'shape', 'the shape of one sample', 'argument-missing'),
        fix: { kind: 'set-argument', argument: 'shape', value: [null] },
      })),
      when(
        (call) => isGiven(call, 'batch_shape'),
        require((call) => !isGiven(call, 'shape') && !isGiven(call, 'batch_size'), (call) =>
          argumentFlaw(call, 'batch_shape', 'None where shape or batch_size is given', 'argument-conflict')),
      ),
      sizesNotNegative('shape'),
      sizesNotNegative('batch_shape'),
      whenGiven('batch_size', (name) => atLeast(name, 0)),
      require((call) => !flag(call, 'ragged'), (call) =>
        argumentFlaw(call, 'ragged', 'it works with the TensorFlow backend only', 'argument-unsupported')),
    ],
    outputs: (call) => [
      tensor(networkInputShape(call), (given(call, 'dtype') as string | null) ?? 'float32'),
    ],
  },
  Identity: { checks: [], outputs: (call) => [tensor(inputShape(call), castDtype(call, input(call)))] },
  Masking: { checks: [rankAtLeast(1)], outputs: sameAsInput },
  Dense: {
    checks: [
      positive('units'),
      rankAtLeast(2),
      knownDimension(-1, 'the size of its last dimension'),
      ...loraChecks('kernel_constraint'),
    ],
    outputs: (call) => [
      tensor(withDimension(inputShape(call), -1, integer(call, 'units')), computeDtype(call)),
    ],
    weights: (call) => [
      ...adapted(call, 'kernel', [features(call), integer(call, 'units')], 'kernel_initializer'),
      ...bias(call, integer(call, 'units')),
    ],
    macs: (call, [output]) => product([...(output?.shape.slice(1) ?? []), features(call)]),
  },
  EinsumDense: einsumDense(),
  Embedding: embedding((call) => [...inputShape(call), integer(call, 'output_dim')]),
  ReversibleEmbedding: reversibleEmbedding(),
};
