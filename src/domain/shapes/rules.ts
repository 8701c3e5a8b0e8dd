import { ACTIVATION } from './activation.ts';
import { ATTENTION } from './attention.ts';
import { CONVOLUTION } from './convolution.ts';
import { CORE } from './core.ts';
import { MERGING } from './merging.ts';
import { NORMALIZATION } from './normalization.ts';
import { POOLING } from './pooling.ts';
import { PREPROCESSING } from './preprocessing.ts';
import { RECURRENT } from './recurrent.ts';
import { REGULARIZATION } from './regularization.ts';
import { RESHAPING } from './reshaping.ts';
import type { LayerRule, RuleTable } from './rule.ts';
import { WRAPPERS } from './wrappers.ts';

const RULES: RuleTable = {
  ...ACTIVATION,
  ...ATTENTION,
  ...CONVOLUTION,
  ...CORE,
  ...MERGING,
  ...NORMALIZATION,
  ...POOLING,
  ...PREPROCESSING,
  ...RECURRENT,
  ...REGULARIZATION,
  ...RESHAPING,
  ...WRAPPERS,
};

/** The layers whose outputs nobody can tell before they run, and why. */
export const UNKNOWN_LAYERS: Readonly<Record<string, string>> = {
  FlaxLayer: 'its outputs are those of a Flax module',
  JaxLayer: 'its outputs are those of a JAX function',
  Lambda: 'its outputs are those of a Python function',
  TFSMLayer: 'its outputs are those of a saved TensorFlow model',
  TorchModuleWrapper: 'its outputs are those of a PyTorch module',
};

/** The layers whose outputs are known for some arguments and inputs only. */
export const SOMETIMES_UNKNOWN_LAYERS: Readonly<Record<string, string>> = {
  Pipeline: 'its layers are traced, which needs images of known size',
};

export const ruleOf = (type: string): LayerRule | undefined => RULES[type];
