import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Runs a few lines of Python with the Keras of the project, and nothing of ours. */
export async function plainKeras(code: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await run(process.env['DEEPFORGE_PYTHON'] ?? 'python3', ['-c', code, ...args], {
    env: { ...process.env, KERAS_BACKEND: 'jax' },
  });
  return stdout;
}

/** One network with a layer that is called twice, a nested Functional and a nested Sequential, in three files. */
export const MAKE_NET = `
import sys, keras
from keras import layers
inner = keras.Input((256,), name='features')
head = keras.Model(inner, layers.Dense(10, name='digit')(inner), name='head')
tail = keras.Sequential([keras.Input((10,), name='scores'), layers.Dense(2, name='pair')], name='tail')
shared = layers.Dense(4, name='shared')
image = keras.Input((8, 8, 3), name='image')
x = layers.Conv2D(4, 3, padding='same', name='conv')(image)
x = layers.Flatten(name='flat')(shared(shared(x)))
model = keras.Model(image, tail(head(x)), name='net')
open(sys.argv[1] + '/net.json', 'w').write(model.to_json())
model.save(sys.argv[1] + '/net.keras')
model.save(sys.argv[1] + '/net.h5')
`;

/** Prints the names of the layers, the parameters, and whether it was compiled. */
export const LOAD_NET = `
import sys, json, runpy, keras
file = sys.argv[1]
if file.endswith('.keras'): model = keras.models.load_model(file)
elif file.endswith('.json'): model = keras.models.model_from_json(open(file).read())
else: model = runpy.run_path(file)['build_model']()
print(json.dumps([[layer.name for layer in model.layers], model.count_params(), model.compiled]))
`;
