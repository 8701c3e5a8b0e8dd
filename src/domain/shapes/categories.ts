import type { ArgumentValue } from '../../../meta/catalogue/index.ts';
import {
  computeDtype,
  flag,
  given,
  inputShape,
  integer,
  isGiven,
  mainTensors,
  text,
  type LayerCall,
} from './call.ts';
import type { Flaw } from './flaw.ts';
import {
  allInputsFlaw,
  argumentFlaw,
  atLeast,
  positive,
  rankAtLeast,
  require,
  when,
  whenGiven,
  type Check,
  type LayerRule,
  type RuleTable,
} from './rule.ts';
import { tensor, type Dimension, type Shape } from './tensor.ts';

// Text and categories: Keras computes these with TensorFlow, whatever the backend

const isIndex = (call: LayerCall) => text(call, 'output_mode') === 'int';

export function notSparseIntegers(call: LayerCall): Flaw | null {
  return flag(call, 'sparse') && isIndex(call)
    ? argumentFlaw(call, 'sparse', 'False with output_mode "int"', 'argument-conflict')
    : null;
}

const onlyWithTensorFlow = (argument: string) =>
  require((call) => !flag(call, argument), (call) =>
    argumentFlaw(call, argument, 'it works with the TensorFlow backend only', 'argument-unsupported'));

/** A last dimension of one is replaced, any other is kept before the categories. */
export function oneHot(shape: Shape, depth: Dimension): Shape {
  return shape.length > 1 && shape.at(-1) === 1 ? [...shape.slice(0, -1), depth] : [...shape, depth];
}

const counted = (shape: Shape, depth: Dimension): Shape => [...shape.slice(0, -1), depth];

// Hashes

/** The dtype that is asked for, or the one that fits. */
const wantedDtype = (call: LayerCall) =>
  (given(call, 'dtype') as string | null) ?? (isIndex(call) ? 'int64' : 'float32');

const integerDtype = require((call) => !isIndex(call) || ['int32', 'int64'].includes(wantedDtype(call)), (
  call,
) => argumentFlaw(call, 'dtype', '"int32" or "int64" with output_mode "int"', 'argument-conflict'));

const crossed = (shape: Shape, bins: number): Shape =>
  shape.at(-1) === 1 ? counted(shape, bins) : [...shape, bins];

// Vocabularies

/** What a layer does with its vocabulary besides what its arguments say. */
interface Vocabulary {
  readonly maskToken: (call: LayerCall) => ArgumentValue;
  readonly oovToken: (call: LayerCall) => ArgumentValue;
  readonly oovIndices: (call: LayerCall) => number;
}

const OWN: Vocabulary = {
  maskToken: (call) => given(call, 'mask_token'),
  oovToken: (call) => given(call, 'oov_token'),
  oovIndices: (call) => integer(call, 'num_oov_indices'),
};

const TEXT: Vocabulary = { maskToken: () => '', oovToken: () => '[UNK]', oovIndices: () => 1 };

/** The tokens that stand before all others: that of the mask, and those of what is not in the vocabulary. */
function specialTokens(call: LayerCall, own: Vocabulary): readonly ArgumentValue[] {
  const masks = own.maskToken(call) !== null && isIndex(call) ? [own.maskToken(call)] : [];
  return [...masks, ...Array<ArgumentValue>(own.oovIndices(call)).fill(own.oovToken(call))];
}

const listed = (call: LayerCall, name: string) => given(call, name) as readonly ArgumentValue[] | null;

/** A vocabulary may begin with the special tokens, or leave them out. */
function tokensOf(call: LayerCall, own: Vocabulary): readonly ArgumentValue[] {
  const vocabulary = listed(call, 'vocabulary') ?? [];
  const special = specialTokens(call, own);
  const isStated = special.length <= vocabulary.length && special.every((one, at) => one === vocabulary[at]);
  return isStated ? vocabulary.slice(special.length) : vocabulary;
}

/** How many categories there are; unknown where only data will tell. */
function depthOf(call: LayerCall, own: Vocabulary): Dimension {
  if (flag(call, 'pad_to_max_tokens')) return integer(call, 'max_tokens');
  if (!isGiven(call, 'vocabulary')) return null;
  return specialTokens(call, own).length + tokensOf(call, own).length;
}

function vocabularyChecks(own: Vocabulary): readonly Check[] {
  const flaw = (expected: string) => (call: LayerCall) =>
    argumentFlaw(call, 'vocabulary', expected, 'argument-unfit');
  const holds = (call: LayerCall, token: ArgumentValue) =>
    token !== null && tokensOf(call, own).includes(token);
  const size = (call: LayerCall) => specialTokens(call, own).length + tokensOf(call, own).length;
  const checks: readonly Check[] = [
    require((call) => listed(call, 'vocabulary')?.length !== 0, flaw('at least one token')),
    require((call) => new Set(tokensOf(call, own)).size === tokensOf(call, own).length, flaw(
      'each token once',
    )),
    require((call) => !holds(call, own.maskToken(call)), flaw('the token of the mask first, or not')),
    require((call) => !flag(call, 'invert') || !holds(call, own.oovToken(call)), flaw(
      'the oov_token first, or not',
    )),
    require((call) => !isGiven(call, 'max_tokens') || size(call) <= integer(call, 'max_tokens'), flaw(
      'at most max_tokens tokens',
    )),
    require((call) => text(call, 'output_mode') !== 'tf_idf' || isGiven(call, 'idf_weights'), (call) =>
      argumentFlaw(
        call,
        'idf_weights',
        'given with a vocabulary and output_mode "tf_idf"',
        'argument-missing',
      )),
    require((call) =>
      !isGiven(call, 'idf_weights') ||
      listed(call, 'idf_weights')?.length === listed(call, 'vocabulary')?.length, (call) =>
      argumentFlaw(call, 'idf_weights', 'as many as there are tokens', 'argument-unfit')),
  ];
  return checks.map((check) => when((call) => isGiven(call, 'vocabulary'), check));
}

function lookupChecks(own: Vocabulary): readonly Check[] {
  return [
    whenGiven('max_tokens', (name) => atLeast(name, 2)),
    when((call) => flag(call, 'pad_to_max_tokens'), maximumGiven),
    onlyWithTensorFlow('sparse'),
    require((call) => !flag(call, 'invert') || isIndex(call), (call) =>
      argumentFlaw(call, 'output_mode', '"int" with invert', 'argument-conflict')),
    require((call) => !isGiven(call, 'idf_weights') || text(call, 'output_mode') === 'tf_idf', (call) =>
      argumentFlaw(call, 'idf_weights', 'None unless output_mode is "tf_idf"', 'argument-conflict')),
    ...vocabularyChecks(own),
  ];
}

function maximumGiven(call: LayerCall): Flaw | null {
  return isGiven(call, 'max_tokens')
    ? null
    : argumentFlaw(call, 'max_tokens', 'given with pad_to_max_tokens', 'argument-conflict');
}

const encoded = (call: LayerCall, shape: Shape, depth: Dimension) =>
  tensor(text(call, 'output_mode') === 'one_hot' ? oneHot(shape, depth) : counted(shape, depth), 'float32');

const LOOKUP: LayerRule = {
  checks: [
    atLeast('num_oov_indices', 0),
    require((call) => !isGiven(call, 'activity_regularizer'), (call) =>
      argumentFlaw(call, 'activity_regularizer', 'None')),
    ...lookupChecks(OWN),
  ],
  outputs: (call) =>
    isIndex(call)
      ? [tensor(inputShape(call), 'int64')]
      : [encoded(call, inputShape(call), depthOf(call, OWN))],
};

/** Of a text without words to split it into, each entry is a token. */
function textShape(call: LayerCall): Shape {
  const shape = inputShape(call);
  if (isGiven(call, 'split')) return [...shape, null];
  return shape.length <= 1 ? [...shape, 1] : shape;
}

export const CATEGORIES: RuleTable = {
  Hashing: {
    checks: [positive('num_bins'), notSparseIntegers, integerDtype],
    outputs: (call) => {
      const shape = inputShape(call);
      const made = isIndex(call) ? shape : counted(shape, integer(call, 'num_bins'));
      return [tensor(made, wantedDtype(call).replace(/^mixed_.*/, 'float32'))];
    },
  },
  HashedCrossing: {
    checks: [
      positive('num_bins'),
      onlyWithTensorFlow('sparse'),
      require((call) => new Set(mainTensors(call).map(({ shape }) => shape.at(-1))).size === 1, (call) =>
        allInputsFlaw(call, 'inputs-disagree', 'have the same shape')),
    ],
    outputs: (call) => {
      const shape = inputShape(call);
      const made = isIndex(call) ? shape : crossed(shape, integer(call, 'num_bins'));
      return [tensor(made, isGiven(call, 'dtype') ? computeDtype(call) : wantedDtype(call))];
    },
  },
  IntegerLookup: LOOKUP,
  StringLookup: LOOKUP,
  TextVectorization: {
    checks: [
      rankAtLeast(1),
      onlyWithTensorFlow('ragged'),
      require((call) => isIndex(call) || !isGiven(call, 'output_sequence_length'), (call) =>
        argumentFlaw(
          call,
          'output_sequence_length',
          'None unless output_mode is "int"',
          'argument-conflict',
        )),
      ...lookupChecks(TEXT),
    ],
    outputs: (call) => {
      const [batch = null] = inputShape(call);
      return isIndex(call)
        ? [tensor([batch, given(call, 'output_sequence_length') as Dimension], 'int64')]
        : [encoded(call, textShape(call), depthOf(call, TEXT))];
    },
  },
};
