import { describe, expect, test } from 'vitest';
import {
  functionTypes,
  LAYER_TYPES,
  type ArgumentDescription,
  type ArgumentType,
  type FunctionRole,
} from '../../../meta/catalogue/index.ts';
import { argumentFlaw } from '../../../src/domain/shapes/argumentFlaw.ts';
import { startingArguments } from '../../../meta/catalogue/starting.ts';
import { inferLayer } from '../../../src/domain/shapes/index.ts';
import { needsCode, suitableInputs } from './suitableInputs.ts';

const ROLES: readonly FunctionRole[] = ['activation', 'initializer', 'regularizer', 'constraint'];

const KINDS: Readonly<Record<ArgumentType['kind'], true>> = {
  integer: true,
  float: true,
  boolean: true,
  string: true,
  dtype: true,
  shape: true,
  enum: true,
  tuple: true,
  margins: true,
  function: true,
  layer: true,
  layers: true,
  cell: true,
  cells: true,
  scalar: true,
  operand: true,
  python: true,
};

describe('the catalogue', () => {
  const described: readonly (readonly [string, ArgumentDescription])[] = [
    ...LAYER_TYPES.flatMap(({ name, arguments: own, callArguments }) =>
      [...own, ...callArguments].map((argument) => [name, argument] as const),
    ),
    ...ROLES.flatMap(functionTypes).flatMap(({ name, arguments: own }) =>
      own.map((argument) => [name, argument] as const),
    ),
  ];

  test('says of every argument of layers and functions what kind of value it takes', () => {
    const strange = described.filter(([, { type }]) => !Object.hasOwn(KINDS, type.kind));
    expect(strange.map(([owner, { name, type }]) => `${owner}.${name}: ${type.kind}`)).toEqual([]);
  });
});

describe('a layer as it is added', () => {
  const addable = LAYER_TYPES.filter(({ isAbstract, isCell }) => !isAbstract && !isCell);

  test.each(addable.filter(({ name }) => !needsCode(name)).map(({ name }) => [name]))(
    '%s works at once behind a suitable input',
    (type) => {
      const inputs = suitableInputs(type);
      const { flaws } = inferLayer(type, startingArguments(type), inputs);
      expect(flaws).toEqual([]);
    },
  );

  test.each(addable.filter(({ name }) => needsCode(name)).map(({ name }) => [name]))(
    '%s lacks nothing but what it stands for',
    (type) => {
      const { flaws } = inferLayer(type, startingArguments(type), suitableInputs(type));
      expect(flaws.map(({ code }) => code)).toEqual(['argument-missing']);
    },
  );

  test.each(LAYER_TYPES.filter(({ isCell }) => isCell).map((type) => [type.name, type] as const))(
    '%s has what it needs to stand in a recurrent layer',
    (name, type) => {
      expect(argumentFlaw(type, startingArguments(name))).toBeNull();
    },
  );
});

test('a limit of relu is a number', () => {
  const limited = (max_value: string | number) =>
    inferLayer(
      'Activation',
      { activation: { function: 'relu', args: { max_value } } },
      suitableInputs('Activation'),
    ).flaws.length;
  expect([limited(6), limited('six')]).toEqual([0, 1]);
});
