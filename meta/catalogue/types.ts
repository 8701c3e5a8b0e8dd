/**
 * The value of an argument, as JSON. A list stands for a Python tuple or list;
 * functions and nested layers are named together with their own arguments.
 */
export type ArgumentValue =
  | null
  | boolean
  | number
  | string
  | readonly ArgumentValue[]
  | FunctionValue
  | NestedLayerValue
  | ArrayValue
  | NonFiniteValue;

export interface FunctionValue {
  readonly function: string;
  readonly args: Readonly<Record<string, ArgumentValue>>;
}

export interface NestedLayerValue {
  readonly layer: string;
  readonly args: Readonly<Record<string, ArgumentValue>>;
}

/** An array of numbers as a function of `keras.ops` may take it: of NumPy, or a tensor of Keras. */
export interface ArrayValue {
  readonly array: 'numpy' | 'tensor';
  readonly dtype: string;
  /** Lists in lists, all of one depth have one length. */
  readonly items: readonly ArgumentValue[];
}

/** A number that JSON does not have. */
export interface NonFiniteValue {
  readonly number: 'nan' | 'inf' | '-inf';
}

export type FunctionRole = 'activation' | 'initializer' | 'regularizer' | 'constraint';

export type ArgumentType =
  | Plain<'integer' | 'float' | 'boolean' | 'string' | 'dtype'>
  /** With `scalar`, one integer may stand for a shape of one dimension. */
  | { readonly kind: 'shape'; readonly scalar?: boolean }
  | { readonly kind: 'enum'; readonly choices: readonly string[] }
  | TupleType
  /** Padding or cropping: one number, one per dimension, or a pair (before, after) per dimension. */
  | { readonly kind: 'margins'; readonly length: number }
  | { readonly kind: 'function'; readonly role: FunctionRole }
  /** With `types`, only layers of these types will do. */
  | Holding<'layer' | 'layers' | 'cell' | 'cells'>
  /** A number, a text or a boolean. */
  | { readonly kind: 'scalar' }
  /** What a function of `keras.ops` computes with: a number or an array of numbers. */
  | { readonly kind: 'operand' }
  /** Something that exists in Python only and cannot be written as a value. */
  | { readonly kind: 'python' };

// One member of the union for each kind, so that a `switch` tells them apart.
type Plain<Kind> = Kind extends string ? { readonly kind: Kind } : never;
type Holding<Kind> = Kind extends string
  ? { readonly kind: Kind; readonly types?: readonly string[] }
  : never;

export interface TupleType {
  readonly kind: 'tuple';
  readonly item: 'integer' | 'float' | 'string';
  /** Any number of items where absent. */
  readonly length?: number;
  /** One item may stand for all of them. */
  readonly scalar?: boolean;
  /** Python wants a list of them, which a tuple is not. */
  readonly list?: boolean;
}

export interface ArgumentDescription {
  readonly name: string;
  readonly type: ArgumentType;
  readonly required?: boolean;
  readonly default?: ArgumentValue;
  readonly nullable?: boolean;
  /** What a number counts or measures. */
  readonly unit?: string;
}

export interface InputDescription {
  readonly name: string;
  readonly required?: boolean;
  /** Takes several tensors in a stated order. */
  readonly many?: boolean;
  /** How many, where `many`. */
  readonly min?: number;
  readonly max?: number;
  /** What each of them is, in order. */
  readonly labels?: readonly string[];
}

export interface OutputDescription {
  readonly name: string;
}

export interface FunctionType {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly arguments: readonly ArgumentDescription[];
}

export interface LayerType {
  readonly name: string;
  readonly category: string;
  readonly aliases: readonly string[];
  /** Its own in their order, then those that every layer has. */
  readonly arguments: readonly ArgumentDescription[];
  /** Flags given when the layer is called, such as `return_attention_scores`. */
  readonly callArguments: readonly ArgumentDescription[];
  readonly inputs: readonly InputDescription[];
  /** A base class: not for a network. */
  readonly isAbstract: boolean;
  /** A recurrent cell: used inside RNN, not in a network. */
  readonly isCell: boolean;
}

export interface LayerDocumentation {
  readonly doc: string;
  readonly arguments: Readonly<Record<string, string>>;
}

/** A line of keras.json; what is left out is false, absent or empty. */
export interface LayerEntry {
  readonly name: string;
  readonly category: string;
  readonly aliases: readonly string[];
  readonly arguments: readonly ArgumentDescription[];
  /** Takes the arguments that every layer has. */
  readonly common: boolean;
  readonly inputs: readonly InputDescription[];
  readonly callArguments?: readonly ArgumentDescription[];
}

export interface CatalogueFile {
  readonly keras: string;
  readonly common: readonly ArgumentDescription[];
  readonly layers: readonly LayerEntry[];
  readonly activations: readonly FunctionType[];
  readonly initializers: readonly FunctionType[];
  readonly regularizers: readonly FunctionType[];
  readonly constraints: readonly FunctionType[];
}
