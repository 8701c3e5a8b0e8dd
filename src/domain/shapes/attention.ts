import {
  computeDtype,
  flag,
  given,
  inputShape,
  integer,
  integerList,
  isGiven,
  mainTensors,
  tensorsAt,
  text,
  type LayerCall,
} from './call.ts';
import type { Flaw } from './flaw.ts';
import {
  allInputsFlaw,
  argumentFlaw,
  atLeast,
  between,
  inputFlaw,
  positive,
  require,
  whenGiven,
  type LayerRule,
  type RuleTable,
  type RuleWeight,
} from './rule.ts';
import { mayEqual, product, tensor, type Dimension, type Shape } from './tensor.ts';

interface Triple {
  readonly query: Shape;
  readonly value: Shape;
  readonly key: Shape;
}

const feature = (shape: Shape) => shape.at(-1) ?? null;
const steps = (shape: Shape) => shape.at(-2) ?? null;

// Attention and AdditiveAttention: query, value and perhaps key as one list

function listed(call: LayerCall): Triple {
  const [query = [], value = [], key = value] = mainTensors(call).map(({ shape }) => shape);
  return { query, value, key };
}

/** One query alone will do. */
function hasFeatures(call: LayerCall): boolean {
  const { query, value, key } = listed(call);
  return query.length >= 1 && value.length >= 2 && key.length >= 2;
}

function attention(weights: (call: LayerCall) => readonly RuleWeight[]): LayerRule {
  return {
    checks: [
      require(hasFeatures, (call) =>
        allInputsFlaw(
          call,
          'input-rank',
          'needs features in the query, and steps and features in the others',
        )),
      queryMeetsKey,
      keyMeetsValue,
      scaleIsKnown,
    ],
    outputs: (call) => {
      const { query, value, key } = listed(call);
      const output = tensor([...query.slice(0, -1), feature(value)], computeDtype(call));
      const scores = tensor([...query.slice(0, -1), steps(key)], computeDtype(call));
      return flag(call, 'return_attention_scores') ? [output, scores] : [output];
    },
    weights,
    macs: (call) => {
      const { query, value, key } = listed(call);
      return product([...query.slice(1, -1), steps(key), sumOf(feature(query), feature(value))]);
    },
  };
}

const sumOf = (a: Dimension, b: Dimension): Dimension => (a === null || b === null ? null : a + b);

function queryMeetsKey(call: LayerCall): Flaw | null {
  const { query, key } = listed(call);
  const ones: readonly Dimension[] = call.args['score_mode'] === 'dot' ? [] : [1];
  const fits =
    mayEqual(feature(query), feature(key)) || ones.includes(feature(query)) || ones.includes(feature(key));
  return fits ? null : allInputsFlaw(call, 'inputs-disagree', 'have as many features in query as in key');
}

function keyMeetsValue(call: LayerCall): Flaw | null {
  const { value, key } = listed(call);
  return mayEqual(steps(key), steps(value))
    ? null
    : allInputsFlaw(call, 'inputs-disagree', 'have as many steps in key as in value');
}

function scaleIsKnown(call: LayerCall): Flaw | null {
  const isNeeded = call.type.name === 'AdditiveAttention' && flag(call, 'use_scale');
  return isNeeded && feature(listed(call).query) === null
    ? inputFlaw(call, 'input-dimension', 'needs to know the number of features of the query')
    : null;
}

// MultiHeadAttention and GroupQueryAttention: a port each

function ported(call: LayerCall): Triple {
  const query = inputShape(call);
  const value = tensorsAt(call, 'value')[0]?.shape ?? [];
  return { query, value, key: tensorsAt(call, 'key')[0]?.shape ?? value };
}

const ports = (call: LayerCall) =>
  ['query', 'value', 'key']
    .filter((port) => tensorsAt(call, port).length > 0)
    .map((port) => ({ port, index: 0 }));

const featuresKnown = require((call) =>
  Object.values(ported(call)).every((shape: Shape) => feature(shape) !== null), (call) =>
  inputFlaw(call, 'input-dimension', 'needs to know the number of features of every input', ports(call)));

const valueMeetsKey = require((call) => {
  const { value, key } = ported(call);
  return value.length === key.length && value.slice(1, -1).every((size, i) => size === key[i + 1]);
}, (call) => inputFlaw(call, 'inputs-disagree', 'agree in value and key except in features', ports(call)));

const noDropoutInFlashAttention = require((call) =>
  !flag(call, 'flash_attention') || integer(call, 'dropout') === 0, (call) =>
  argumentFlaw(call, 'dropout', '0 with flash_attention', 'argument-conflict'));

const slidingWindowIsPositive = whenGiven('sliding_window', positive);

/** A projection of the last dimension to heads: kernel and, with use_bias, bias. */
function projection(
  call: LayerCall,
  name: string,
  from: readonly number[],
  to: readonly number[],
): readonly RuleWeight[] {
  return [
    { name: `${name}/kernel`, shape: [...from, ...to], initializer: 'kernel_initializer' },
    ...(flag(call, 'use_bias') ? [{ name: `${name}/bias`, shape: to, initializer: 'bias_initializer' }] : []),
  ];
}

interface Heads {
  readonly query: readonly number[];
  readonly key: readonly number[];
  readonly value: readonly number[];
  /** What attention gives for every step of the query. */
  readonly result: readonly number[];
  readonly output: readonly number[];
}

function headWeights(call: LayerCall, heads: Heads): readonly RuleWeight[] {
  const { query, value, key } = ported(call);
  const size = (shape: Shape) => feature(shape) ?? 0;
  return [
    ...projection(call, 'query', [size(query)], heads.query),
    ...projection(call, 'key', [size(key)], heads.key),
    ...(flag(call, 'use_gate') ? projection(call, 'gate', [size(query)], heads.result) : []),
    ...projection(call, 'value', [size(value)], heads.value),
    ...projection(call, 'attention_output', heads.result, heads.output),
  ];
}

function headMacs(call: LayerCall, heads: Heads, attended: Dimension): number | null {
  const { query, value, key } = ported(call);
  const queries = product(query.slice(1, -1));
  const keys = product(key.slice(1, -1));
  const elements = (sizes: readonly number[]) => sizes.reduce((a, b) => a * b, 1);
  const gate = flag(call, 'use_gate') ? elements(heads.result) : 0;
  const perQuery = product([feature(query), elements(heads.query) + gate]);
  const perKey = product([feature(key), elements(heads.key)]);
  const perValue = product([feature(value), elements(heads.value)]);
  const terms = [
    product([queries, perQuery]),
    product([keys, sumOf(perKey, perValue)]),
    product([queries, attended, elements(heads.query) + elements(heads.result)]),
    product([queries, elements(heads.result), elements(heads.output)]),
  ];
  return terms.reduce<Dimension>(sumOf, 0);
}

function multiHeadAttention(): LayerRule {
  const valueSize = (call: LayerCall) => integer(call, isGiven(call, 'value_dim') ? 'value_dim' : 'key_dim');
  const outputSizes = (call: LayerCall): readonly number[] => {
    const stated = given(call, 'output_shape');
    if (stated === null || stated === 0 || (Array.isArray(stated) && stated.length === 0)) {
      return [feature(inputShape(call)) ?? 0];
    }
    return integerList(call, 'output_shape');
  };
  const heads = (call: LayerCall): Heads => {
    const count = integer(call, 'num_heads');
    const compared = [count, integer(call, 'key_dim')];
    const carried = [count, valueSize(call)];
    return { query: compared, key: compared, value: carried, result: carried, output: outputSizes(call) };
  };
  const attended = (call: LayerCall): Dimension => {
    const key = ported(call).key;
    return isGiven(call, 'attention_axes')
      ? product(integerList(call, 'attention_axes').map((axis) => key.at(axis) ?? null))
      : product(key.slice(1, -1));
  };
  return {
    holdsLayers: true,
    checks: [
      positive('num_heads'),
      positive('key_dim'),
      whenGiven('value_dim', positive),
      between('dropout', 0, 1),
      slidingWindowIsPositive,
      noDropoutInFlashAttention,
      require((call) => outputSizes(call).every((size: Dimension) => size !== null && size >= 0), (call) =>
        argumentFlaw(call, 'output_shape', 'made of known sizes')),
      require((call) => ported(call).query.length >= 3, (call) =>
        inputFlaw(call, 'input-rank', 'needs at least 3 dimensions (batch, steps, features)')),
      require((call) => ported(call).query.length === ported(call).value.length, (call) =>
        inputFlaw(call, 'inputs-disagree', 'have the same number of dimensions', ports(call))),
      valueMeetsKey,
      featuresKnown,
    ],
    outputs: (call) => {
      const { query } = ported(call);
      const output = tensor([...query.slice(0, -1), ...outputSizes(call)], computeDtype(call));
      const [batch = null, length = null] = query;
      const scores = tensor([batch, integer(call, 'num_heads'), length, length], computeDtype(call));
      return flag(call, 'return_attention_scores') ? [output, scores] : [output];
    },
    weights: (call) => headWeights(call, heads(call)),
    macs: (call) => headMacs(call, heads(call), attended(call)),
  };
}

function groupedQueryAttention(): LayerRule {
  const heads = (call: LayerCall): Heads => {
    const size = integer(call, 'head_dim');
    const asked = [integer(call, 'num_query_heads'), size];
    const kept = [integer(call, 'num_key_value_heads'), size];
    return { query: asked, key: kept, value: kept, result: asked, output: [feature(inputShape(call)) ?? 0] };
  };
  return {
    holdsLayers: true,
    checks: [
      positive('head_dim'),
      atLeast('num_query_heads', 0),
      positive('num_key_value_heads'),
      between('dropout', 0, 1),
      slidingWindowIsPositive,
      noDropoutInFlashAttention,
      require((call) => integer(call, 'num_query_heads') % integer(call, 'num_key_value_heads') === 0, (
        call,
      ) => argumentFlaw(call, 'num_query_heads', 'a multiple of num_key_value_heads', 'argument-conflict')),
      require((call) => Object.values(ported(call)).every((shape: Shape) => shape.length === 3), (call) =>
        inputFlaw(
          call,
          'input-rank',
          'needs 3 dimensions (batch, steps, features) in every input',
          ports(call),
        )),
      featuresKnown,
      require((call) => feature(ported(call).query) === feature(ported(call).value), (call) =>
        inputFlaw(call, 'inputs-disagree', 'have as many features in query as in value', ports(call))),
      valueMeetsKey,
    ],
    outputs: (call) => {
      const { query, key } = ported(call);
      const [batch = null, length = null] = query;
      const shape = [batch, integer(call, 'num_query_heads'), length, steps(key)];
      const output = tensor(query, computeDtype(call));
      return flag(call, 'return_attention_scores') ? [output, tensor(shape, computeDtype(call))] : [output];
    },
    weights: (call) => headWeights(call, heads(call)),
    macs: (call) => headMacs(call, heads(call), steps(ported(call).key)),
  };
}

export const ATTENTION: RuleTable = {
  Attention: attention((call) => [
    ...(flag(call, 'use_scale') ? [{ name: 'scale', shape: [] }] : []),
    ...(text(call, 'score_mode') === 'concat' ? [{ name: 'concat_score_weight', shape: [] }] : []),
  ]),
  AdditiveAttention: attention((call) =>
    flag(call, 'use_scale') ? [{ name: 'scale', shape: [listed(call).query.at(-1) ?? 0] }] : [],
  ),
  MultiHeadAttention: multiHeadAttention(),
  GroupQueryAttention: groupedQueryAttention(),
};
