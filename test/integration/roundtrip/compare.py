"""Makes a model, and then compares it with what generated code makes: one question a line, one answer a line.

    {"application": "VGG16"}, {"json": "..."} or {"source": "..."}
                                                  makes the original; answered with its configuration
    {"code": "...", "run": true}                  answered with how the model of the code differs from the original
"""

from __future__ import annotations

import contextlib
import inspect
import json
import os
import sys
import tempfile
import traceback
from typing import Any

os.environ.setdefault("KERAS_BACKEND", "jax")
os.environ.setdefault("JAX_PLATFORMS", "cpu")

import keras
import numpy as np
from deepforge.check.weightless import weightless


class Session:
    original: keras.Model

    def answer(self, question: dict[str, Any]) -> dict[str, Any]:
        keras.backend.clear_session()
        with contextlib.nullcontext() if question.get("run", True) else weightless():
            return self._answer(question)

    def _answer(self, question: dict[str, Any]) -> dict[str, Any]:
        if "code" in question:
            return self._compare(question["code"], question.get("run", True))
        if "application" in question:
            self.original = getattr(keras.applications, question["application"])(weights=None)
        elif "source" in question:
            self.original = build(question["source"])
        else:
            self.original = keras.models.model_from_json(question["json"])
        return {"config": json.loads(self.original.to_json()), "params": self.original.count_params()}

    def _compare(self, code: str, run: bool) -> dict[str, Any]:
        made = build(code)
        differences = list(differing("", normal(self.original), normal(made)))
        if not run or differences:
            return {"differences": differences[:10]}
        load(self.original, made)
        return {"differences": [], "outputs": run_both(self.original, made)}


def build(code: str) -> keras.Model:
    module: dict[str, Any] = {}
    exec(compile(code, "<generated>", "exec"), module)
    return module["build_model"]()


def load(original: keras.Model, made: keras.Model) -> None:
    """Through a file where that is quick, so that it is what people do."""
    for index, weight in enumerate(original.weights):
        if weight.path.endswith(("seed_generator_state",)):
            continue
        shape, random = weight.shape, np.random.default_rng(index)
        if "float" in str(weight.dtype) and original.count_params() < 1_000_000:
            weight.assign(random.uniform(0.01, 0.5, shape).astype(str(weight.dtype)))
    if original.count_params() > 30_000_000:
        made.set_weights(original.get_weights())
        return
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "original.weights.h5")
        original.save_weights(path)
        made.load_weights(path)


def run_both(original: keras.Model, made: keras.Model) -> str:
    inputs = [data_for(tensor, index) for index, tensor in enumerate(original.inputs)]
    given = inputs[0] if len(inputs) == 1 else inputs
    try:
        first = keras.tree.flatten(original(given, training=False))
    except Exception:  # noqa: BLE001  A network that Keras draws but cannot run has no outputs to keep.
        return "none"
    second = keras.tree.flatten(made(given, training=False))
    same = len(first) == len(second) and all(
        np.array_equal(np.asarray(a), np.asarray(b), equal_nan=True) for a, b in zip(first, second, strict=True)
    )
    return "identical" if same else "different"


def data_for(tensor: Any, seed: int) -> Any:
    random = np.random.default_rng(seed)
    shape = [2 if tensor.shape[0] is None else tensor.shape[0], *(size or 5 for size in tensor.shape[1:])]
    if "bool" in tensor.dtype:
        return random.integers(0, 2, shape).astype(bool)
    if "int" in tensor.dtype:
        return random.integers(0, 3, shape).astype(tensor.dtype)
    return random.uniform(0, 1, shape).astype(tensor.dtype)


# What is not compared: how a model is trained and built, the names of operations and of layers inside others (which
# Keras gives by itself), and whether an argument of a call was given by place or by name.


def normal(model: keras.Model) -> Any:
    config = json.loads(model.to_json())
    return normal_model(config, {})


def normal_model(model: dict[str, Any], inner: dict[str, Any]) -> dict[str, Any]:
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
    return {"class_name": model["class_name"], "config": config}


def normal_layer(layer: dict[str, Any], rename: dict[str, str]) -> dict[str, Any]:
    nodes = [normal_call(layer, node, rename) for node in layer.get("inbound_nodes", [])]
    if "layers" in layer["config"] and layer["class_name"] in ("Functional", "Sequential"):
        return {**normal_model(layer, {}), "nodes": nodes}
    config = without_names(layer["config"], top=True)
    name = layer["config"]["name"]
    config["name"] = rename.get(name, name)
    return {"class_name": layer["class_name"], "module": layer["module"], "config": config, "nodes": nodes}


def normal_call(layer: dict[str, Any], node: dict[str, Any], rename: dict[str, str]) -> dict[str, Any]:
    named = dict(node["kwargs"])
    for index, value in enumerate(node["args"]):
        named[parameter(layer, index)] = value
    if layer["class_name"] not in ("BatchNormalization", "Functional", "Sequential") and named.get("training") is False:
        del named["training"]  # The default of the call, which Keras writes for some calls and not for others.
    given = {name: value for name, value in named.items() if value is not None}
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


def without_names(value: Any, top: bool = False) -> Any:
    if isinstance(value, list):
        return [without_names(item) for item in value]
    if not isinstance(value, dict):
        return value
    is_layer = "class_name" in value and value.get("module") == "keras.layers"
    entries = {key: without_names(item) for key, item in value.items() if key != "build_config"}
    if is_layer and isinstance(entries.get("config"), dict):
        entries["config"] = {key: item for key, item in entries["config"].items() if key != "name"}
    return entries


def differing(where: str, a: Any, b: Any) -> Any:
    if isinstance(a, dict) and isinstance(b, dict):
        for key in sorted({*a, *b}):
            yield from differing(f"{where}.{key}", a.get(key), b.get(key))
    elif isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        for index, (one, other) in enumerate(zip(a, b, strict=True)):
            yield from differing(f"{where}[{index}]", one, other)
    elif a != b:
        yield f"{where}: {json.dumps(a)[:300]} became {json.dumps(b)[:300]}"


def main() -> None:
    answers, session = sys.stdout, Session()
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
