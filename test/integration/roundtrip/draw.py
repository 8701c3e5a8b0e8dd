"""Makes the network that a drawing means directly from Keras, knowing nothing of how code is generated."""

from __future__ import annotations

import inspect
from typing import Any

import keras
from deepforge.check.values import make_array, make_layer, make_value


def draw(drawing: list[dict[str, Any]]) -> keras.Model:
    """Architectures, of which the last one is the network and holds the others."""
    network = drawing[-1]
    return _model(
        network,
        network["name"],
        {architecture["id"]: architecture for architecture in drawing},
    )


def _model(architecture: dict[str, Any], name: str, drawing: dict[str, Any]) -> keras.Model:
    if architecture["form"] == "sequential":
        return keras.Sequential([_layer(layer, drawing)[0] for layer in architecture["layers"]], name=name)
    made: dict[str, tuple[Any, dict[str, Any]]] = {}
    tensors: dict[str, list[Any]] = {}
    for layer in architecture["layers"]:
        inputs = [_tensors(port, tensors) for port in layer["inputs"]]
        if layer["type"] == "InputLayer":
            outputs = _layer(layer, drawing)[0]
        elif layer["type"].startswith("ops."):
            outputs = _operation(layer, inputs)
        else:
            made[layer["id"]] = made[layer["shares"]] if "shares" in layer else _layer(layer, drawing)
            outputs = _called(layer, made[layer["id"]], inputs)
        tensors[layer["id"]] = keras.tree.flatten(outputs)
    inputs = [tensors[layer][0] for layer in architecture["inputs"]]
    outputs = [tensors[layer][index] for layer, index in architecture["outputs"]]
    return keras.Model(_alone(inputs), _alone(outputs), name=name)


def _tensors(port: dict[str, Any], tensors: dict[str, list[Any]]) -> Any:
    given = [tensors[layer][output] for layer, output in port["from"]]
    return given if port["many"] else given[0]


def _layer(layer: dict[str, Any], drawing: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    """The layer, and what it is told whenever it is called."""
    name, args = layer["name"], layer["args"]
    if layer["type"] == "InputLayer":
        return keras.Input(**{key: make_value(key, value) for key, value in args.items()}, name=name), {}
    if "block" in layer:
        return _model(drawing[layer["block"]], name, drawing), args
    kind = getattr(keras.layers, layer["type"])
    told = set(inspect.signature(kind.call).parameters) - set(inspect.signature(kind.__init__).parameters)
    own = {key: value for key, value in args.items() if key not in told}
    flags = {key: value for key, value in args.items() if key in told}
    return make_layer(layer["type"], {**own, "name": name}), flags


def _called(layer: dict[str, Any], made: tuple[Any, dict[str, Any]], inputs: list[Any]) -> Any:
    callee, flags = made
    if "block" in layer:
        return callee(_alone(inputs), **flags)
    places = list(inspect.signature(callee.call).parameters)
    given = [(port["port"], value) for port, value in zip(layer["inputs"], inputs, strict=True)]
    by_place = 1  # And on, while they come as the layer has them.
    while by_place < len(given) and given[by_place][0] == places[by_place]:
        by_place += 1
    return callee(*inputs[:by_place], **dict(given[by_place:]), **flags)


def _operation(layer: dict[str, Any], inputs: list[Any]) -> Any:
    function = getattr(keras.ops, layer["function"])
    named = {port["port"]: value for port, value in zip(layer["inputs"], inputs, strict=True)}
    outputs = function(**named, **{key: make_array(value) for key, value in layer["args"].items()})
    for tensor in keras.tree.flatten(outputs):
        # Keras names it without a look at the names of layers, and takes no name twice.
        operation = tensor._keras_history.operation
        operation.name = f"{operation.name}_of_its_own"
    return outputs


def _alone(items: list[Any]) -> Any:
    return items[0] if len(items) == 1 else items
