"""Makes a model, and then compares it with what generated code makes: one question a line, one answer a line.

{"application": "VGG16"}, {"json": "..."}, {"source": "..."} or {"drawing": [...]}
                                              makes the original; answered with its configuration and figures
{"masking": ["Dense", ...]}                    answered with those that support masks by what their classes say
{"code": "...", "run": true}                  answered with how the model of the code differs from the original
"""

from __future__ import annotations

import contextlib
import gc
import inspect
import json
import math
import os
import re
import sys
import tempfile
import traceback
from typing import Any

os.environ.setdefault("KERAS_BACKEND", "jax")
os.environ.setdefault("JAX_PLATFORMS", "cpu")

import keras
import numpy as np
from deepforge.check.weightless import weightless
from draw import draw


class Session:
    original: keras.Model

    def answer(self, question: dict[str, Any]) -> dict[str, Any]:
        keras.backend.clear_session(free_memory=False)
        if "code" not in question:
            gc.collect()  # The models before, once they are no longer compared.
        with weightless():  # All weights are set before anything runs.
            return self._answer(question)

    def _answer(self, question: dict[str, Any]) -> dict[str, Any]:
        if "code" in question:
            return self._compare(question["code"], question.get("run", True))
        if "masking" in question:
            return {"supporting": [name for name in question["masking"] if supports_masks(name)]}
        if "application" in question:
            make = getattr(keras.applications, question["application"])
            self.original = make(weights=None, **question.get("arguments", {}))
        elif "source" in question:
            self.original = build(question["source"])
        elif "drawing" in question:
            self.original = draw(question["drawing"])
        else:
            self.original = keras.models.model_from_json(question["json"])
        return {"config": json.loads(self.original.to_json()), "figures": figures(self.original)}

    def _compare(self, code: str, run: bool) -> dict[str, Any]:
        made = build(code)
        differences = list(differing("", normal(self.original), normal(made)))
        if not run or differences or not self.original.built:
            return {"differences": differences[:10]}
        fill(self.original)
        load(self.original, made)
        return {"differences": [], "outputs": run_both(self.original, made)}


def figures(model: keras.Model) -> dict[str, Any]:
    """What Keras says of a model and of each of its layers, in those within it too."""
    own = model._functional if isinstance(model, keras.Sequential) else model
    if own is None:
        return {"layers": [], **counts(model)}  # Of what takes it was never told the shape.
    nodes = {id(node) for nodes in own._nodes_by_depth.values() for node in nodes}
    layers = [
        {
            "name": layer.name,
            "isOperation": not isinstance(layer, keras.Layer),
            "calls": [specs(node.output_tensors) for node in layer._inbound_nodes if id(node) in nodes],
            **counts(layer),
            **({"model": figures(layer)} if isinstance(layer, keras.Model) else {}),
        }
        for layer in own.operations
    ]
    return {"layers": layers, **counts(model)}


def supports_masks(name: str) -> bool:
    """The nearest class that speaks of it counts, as it does for Keras."""
    kinds = getattr(keras.layers, name).__mro__
    for kind in kinds[: kinds.index(keras.layers.Layer)]:
        source = inspect.getsource(kind)
        if "supports_masking = " in source or "def compute_mask" in source:
            return "supports_masking = False" not in source or "supports_masking = True" in source
    return False


def specs(tensors: Any) -> list[dict[str, Any]]:
    return [
        {"shape": list(tensor.shape), "dtype": str(tensor.dtype)} for tensor in keras.tree.flatten(tensors)
    ]


def counts(layer: Any) -> dict[str, int]:
    def size(weights: list[Any]) -> int:
        return sum(math.prod(weight.shape) for weight in weights)

    return {
        "params": size(getattr(layer, "weights", [])),
        "trainable": size(getattr(layer, "trainable_weights", [])),
    }


def build(code: str) -> keras.Model:
    module: dict[str, Any] = {}
    exec(compile(code, "<generated>", "exec"), module)
    return module["build_model"]()


def fill(model: keras.Model) -> None:
    """Every weight is different, so that two that were exchanged would show, and of a size that keeps outputs finite."""
    for index, weight in enumerate(model.weights):
        if "float" not in str(weight.dtype):
            weight.assign(np.zeros(weight.shape, weight.dtype))
            continue
        random, shape = np.random.default_rng(index), tuple(weight.shape)
        if len(shape) < 2:
            values = random.uniform(0.5, 1.5, shape)
        else:
            values = random.standard_normal(shape, dtype="float32") / np.sqrt(np.prod(shape[:-1]))
        weight.assign(np.asarray(values).astype(str(weight.dtype)))
    for layer in model._flatten_layers():
        if isinstance(layer, keras.layers.Normalization) and layer.input_mean is None:
            layer.finalize_state()  # It keeps what it computes from its weights, which loading them does anew.


def load(original: keras.Model, made: keras.Model) -> None:
    """Through a file, as people do it."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "original.weights.h5")
        original.save_weights(path)
        made.load_weights(path)


def run_both(original: keras.Model, made: keras.Model) -> str:
    """`identical`, `different`, or why the original itself gives nothing that could be compared."""
    inputs = [data_for(tensor, index) for index, tensor in enumerate(original.inputs)]
    given = inputs[0] if len(inputs) == 1 else inputs
    try:
        first = arrays(original(given, training=False))
    except Exception as error:  # noqa: BLE001  A network that Keras draws but cannot run has no outputs to keep.
        return f"none: {type(error).__name__}: {error}"[:300]
    second = arrays(made(given, training=False))
    same = len(first) == len(second) and all(
        a.shape == b.shape and a.tobytes() == b.tobytes() for a, b in zip(first, second, strict=True)
    )
    if not same:
        return "different"
    return "identical" if all(np.isfinite(array.astype("float64")).all() for array in first) else "not finite"


def arrays(outputs: Any) -> list[Any]:
    return [np.asarray(output) for output in keras.tree.flatten(outputs)]


def data_for(tensor: Any, seed: int) -> Any:
    random = np.random.default_rng(seed)
    shape = [
        2 if tensor.shape[0] is None else tensor.shape[0],
        *(5 if size is None else size for size in tensor.shape[1:]),
    ]
    if "bool" in tensor.dtype:
        return random.integers(0, 2, shape).astype(bool)
    if "int" in tensor.dtype:
        return random.integers(0, 3, shape).astype(tensor.dtype)
    return random.uniform(0, 1, shape).astype(tensor.dtype)


# Two configurations are equal when all of this is: every layer and nested model in its order, with class, module, name
# and whole configuration, every call with its tensors and values, and the inputs and outputs of the model. Left out is
# what nobody can say or choose, or what says the same in two ways:
# - `build_config`, which is what Keras noted when it built a layer; it follows from the inputs;
# - how a model was compiled;
# - the names of operations such as `a + b`, for which Keras takes no name (they are numbered instead), and the names
#   that Keras gives by itself to layers inside others (`dense_7` in a wrapper);
# - whether an argument of a call was given by place or by name, arguments that have the default of the call, and
#   whether a state to begin with that is one alone was given in a list.


def normal(model: keras.Model) -> Any:
    return normal_model(json.loads(model.to_json()))


def normal_model(model: dict[str, Any]) -> dict[str, Any]:
    config = dict(model["config"])
    names: dict[str, str] = {}
    layers = config["layers"]
    for layer in layers:
        is_operation = ".ops." in layer["module"]
        names[layer.get("name", layer["config"]["name"])] = f"operation {len(names)}" if is_operation else ""
    rename = {old: new or old for old, new in names.items()}
    config["layers"] = [normal_layer(layer, rename) for layer in layers]
    for ends in ("input_layers", "output_layers"):
        if ends in config:
            config[ends] = renamed(config[ends], rename)
    kind = {key: model.get(key) for key in ("class_name", "module", "registered_name")}
    return {**kind, "config": config}


def normal_layer(layer: dict[str, Any], rename: dict[str, str]) -> dict[str, Any]:
    nodes = [normal_call(layer, node, rename) for node in layer.get("inbound_nodes", [])]
    if "layers" in layer["config"] and layer["class_name"] in ("Functional", "Sequential"):
        return {**normal_model(layer), "nodes": nodes}
    name = layer["config"]["name"]
    config = {**named_by_people(layer["config"]), "name": rename.get(name, name)}
    kind = {key: layer.get(key) for key in ("class_name", "module", "registered_name")}
    return {**kind, "config": config, "nodes": nodes}


def normal_call(layer: dict[str, Any], node: dict[str, Any], rename: dict[str, str]) -> dict[str, Any]:
    named = dict(node["kwargs"])
    for index, value in enumerate(node["args"]):
        named[parameter(layer, index)] = value
    if (
        layer["class_name"] not in ("BatchNormalization", "Functional", "Sequential")
        and named.get("training") is False
    ):
        del named[
            "training"
        ]  # The default of the call, which Keras writes for some calls and not for others.
    given = {name: value for name, value in named.items() if value is not None}
    if isinstance(given.get("initial_state"), dict):
        given["initial_state"] = [given["initial_state"]]
    return renamed(given, rename)


def parameter(layer: dict[str, Any], index: int) -> str:
    kind = getattr(keras.layers, layer["class_name"], None) if layer["module"] == "keras.layers" else None
    return list(inspect.signature(kind.call).parameters)[1 + index] if kind else f"#{index}"


def renamed(value: Any, rename: dict[str, str]) -> Any:
    if isinstance(value, list):
        if len(value) == 3 and isinstance(value[0], str):
            return [rename.get(value[0], value[0]), *value[1:]]
        return [renamed(item, rename) for item in value]
    if isinstance(value, dict):
        return {key: renamed(item, rename) for key, item in value.items()}
    return value


def named_by_people(value: Any) -> Any:
    """Without the names that Keras gave to layers inside this one, and without what it noted when it built them."""
    if isinstance(value, list):
        return [named_by_people(item) for item in value]
    if not isinstance(value, dict):
        return value
    entries = {key: named_by_people(item) for key, item in value.items() if key != "build_config"}
    config = entries.get("config")
    if value.get("module") == "keras.layers" and isinstance(config, dict) and "name" in config:
        stem = keras.src.utils.naming.to_snake_case(value["class_name"])
        if re.fullmatch(rf"((forward|backward)_)?{stem}(_\d+)?", config["name"]):
            entries["config"] = {**config, "name": f"a {stem}"}
    return entries


def differing(where: str, a: Any, b: Any) -> Any:
    if isinstance(a, dict) and isinstance(b, dict):
        for key in sorted({*a, *b}):
            yield from differing(f"{where}.{key}", a.get(key), b.get(key))
    elif isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        for index, (one, other) in enumerate(zip(a, b, strict=True)):
            yield from differing(f"{where}[{index}]", one, other)
    elif a != b and json.dumps(a) != json.dumps(b):  # NaN is not even itself.
        yield f"{where}: {json.dumps(a)[:300]} became {json.dumps(b)[:300]}"


def main() -> None:
    answers, session = sys.stdout, Session()
    gc.disable()  # A model is tens of thousands of objects, through which it would go again and again.
    with contextlib.redirect_stdout(sys.stderr):
        for line in sys.stdin:
            try:
                answer = session.answer(json.loads(line))
            except Exception:  # noqa: BLE001  A failure is an answer too.
                answer = {"error": traceback.format_exc()[-3000:]}
            answers.write(json.dumps(answer) + "\n")
            answers.flush()


if __name__ == "__main__":
    main()
