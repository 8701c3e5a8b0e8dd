import type { CodeRecord } from '../../meta/index.ts';
import { blank } from '../../src/domain/state.ts';

/** A module to start from: a layer that works. */
export const newLayerModule = (parent: string, id: string): CodeRecord =>
  blank('Code', {
    id,
    parent,
    name: 'my_layers',
    description: 'Layers of this project.',
    code: EXAMPLE,
  });

export const newModule = (parent: string, id: string): CodeRecord =>
  blank('Code', { id, parent, name: 'module', code: '"""Say what it offers in a sentence."""\n' });

const EXAMPLE = `import keras
from keras import ops


@keras.saving.register_keras_serializable("my_layers")
class GatedDense(keras.layers.Layer):
    """A dense layer whose outputs a learnt gate lets through.

    Args:
        units: How many features each output has.
        bias: Where the gate begins; large values leave it open.
    """

    # Optional: with it shapes are known at once. Names are dimensions of the
    # input or arguments of the constructor; ... stands for any dimensions.
    shapes = "(..., features) -> (..., units)"

    # Type hints and defaults make the form of the layer in the designer.
    def __init__(self, units: int = 32, bias: float = 1.0, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.bias = bias

    # Weights are made when the shape of the input is known.
    def build(self, input_shape):
        shape = (input_shape[-1], self.units)
        self.kernel = self.add_weight(shape=shape, name="kernel")
        self.gate = self.add_weight(shape=shape, name="gate")

    # Each parameter without a default is an input of the layer.
    def call(self, x):
        opening = ops.sigmoid(ops.matmul(x, self.gate) + self.bias)
        return ops.matmul(x, self.kernel) * opening

    # What Keras writes into a saved model, so that it can be loaded again.
    def get_config(self):
        return {**super().get_config(), "units": self.units, "bias": self.bias}
`;
