"""Answers one question about a layer or a network."""

from __future__ import annotations

import functools
import inspect
import warnings
from typing import Any

import keras
from keras import KerasTensor, tree
from keras.src import backend

from deepforge.check.values import make_array, make_index, make_layer
from deepforge.check.weightless import weightless

Answer = dict[str, Any]
Ports = dict[str, list[Any]]

_LISTS = {"Attention", "AdditiveAttention", "HashedCrossing"}
_SIZES_TO_TRY = (7, 32, 64)


def answer(question: dict[str, Any]) -> Answer:
    keras.backend.clear_session(free_memory=False)
    with warnings.catch_warnings(), weightless():
        warnings.simplefilter("ignore")
        if "network" in question:
            return _network(question["network"])
        if "operation" in question:
            return _operation(question)
        return _layer(question)


def _layer(question: dict[str, Any]) -> Answer:
    name, args = question["layer"], question["args"]
    ports = {port: [_symbol(spec) for spec in specs] for port, specs in question["inputs"].items()}
    found = _call(name, args, ports)[0]
    if question.get("trace"):
        found["trace"] = _trace(name, args, question["inputs"])
    return found


def _operation(question: dict[str, Any]) -> Answer:
    """A function of `keras.ops`."""
    function = getattr(keras.ops, question["operation"])
    tensors: dict[str, Any] = {}
    for port, specs in question["inputs"].items():
        symbols = [_symbol(spec) for spec in specs]
        tensors[port] = symbols if port in question["many"] else symbols[0]
    values = {name: make_array(value) for name, value in question["args"].items()}
    if question["operation"] == "get_item":
        values["key"] = make_index(values["key"])
    try:
        return {"outputs": _specs(function(**tensors, **values)), "params": 0, "trainable": 0}
    except Exception as error:  # Whatever Keras raises is its way to refuse.
        return {"error": f"{type(error).__name__}: {error}"}


def _symbol(spec: dict[str, Any]) -> KerasTensor:
    return KerasTensor(tuple(spec["shape"]), dtype=spec["dtype"])


def _call(name: str, args: dict[str, Any], ports: Ports) -> tuple[Answer, Any]:
    """The answer, and the layer where it could be made."""
    try:
        layer, flags = _make(name, args)
        outputs = layer.output if isinstance(layer, keras.layers.InputLayer) else _apply(layer, ports, flags)
    except ImportError as error:
        return {"unavailable": str(error)}, None
    except Exception as error:  # Whatever Keras raises is its way to refuse.
        return {"error": f"{type(error).__name__}: {error}"}, None
    return {"outputs": _specs(outputs), **_counts(layer)}, (layer, outputs)


def _make(name: str, args: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    """Flags of the call are set like arguments in the designer, and told apart here."""
    kind = getattr(keras.layers, "InputLayer" if name == "Input" else name)
    parameters = inspect.signature(kind.call).parameters
    own = inspect.signature(kind.__init__).parameters
    flags = {key: value for key, value in args.items() if key in parameters and key not in own}
    return make_layer(name, {key: value for key, value in args.items() if key not in flags}), flags


def _apply(layer: Any, ports: Ports, flags: dict[str, Any]) -> Any:
    main, others = _split(layer, ports)
    return layer(main, **others, **flags)


def _split(layer: Any, ports: Ports) -> tuple[Any, dict[str, Any]]:
    """What goes to the first parameter of the call, and what to the others."""
    given = {port: _argument(layer, port, tensors) for port, tensors in ports.items() if tensors}
    first = next(iter(inspect.signature(layer.call).parameters))
    return given.pop(first), given


def _argument(layer: Any, port: str, tensors: list[Any]) -> Any:
    takes_list = layer.__class__.__module__.split(".")[3:4] == ["merging"] or type(layer).__name__ in _LISTS
    if len(tensors) > 1 or port in ("initial_state", "states") or (takes_list and port == "inputs"):
        return list(tensors)
    return tensors[0]


def _specs(outputs: Any) -> list[dict[str, Any]]:
    return [{"shape": list(tensor.shape), "dtype": str(tensor.dtype)} for tensor in tree.flatten(outputs)]


def _shapes(outputs: Any) -> list[tuple[int | None, ...]]:
    return [tuple(tensor.shape) for tensor in tree.flatten(outputs)]


def _counts(layer: Any) -> Answer:
    def count(variables: list[Any]) -> int:
        total = 0
        for variable in variables:
            size = 1
            for dimension in variable.shape:
                size *= dimension
            total += size
        return total

    return {"params": count(layer.weights), "trainable": count(layer.trainable_weights)}


def _trace(name: str, args: dict[str, Any], inputs: dict[str, list[dict[str, Any]]]) -> str | None:
    """Why the layer fails on data of every size tried; None where it works on one of them."""
    failures = [_trace_sized(name, args, inputs, size) for size in _SIZES_TO_TRY]
    return None if None in failures else failures[-1]


def _trace_sized(
    name: str, args: dict[str, Any], inputs: dict[str, list[dict[str, Any]]], size: int
) -> str | None:
    ports = {port: [_symbol(_sized(spec, size)) for spec in specs] for port, specs in inputs.items()}
    try:
        layer, flags = _make(name, args)
        promised = _apply(layer, ports, flags)
        _call_wrapped(layer, ports)
        main, others = _split(layer, ports)
        call = functools.partial(layer.call, **flags)
        made = backend.compute_output_spec(call, main, **others)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    if _shapes(made) == _shapes(promised):
        return None
    return f"It promises {_shapes(promised)} and gives {_shapes(made)}."


def _call_wrapped(layer: Any, ports: Ports) -> None:
    """TimeDistributed looks past what its layer demands of an input; the layer by itself does not."""
    if isinstance(layer, keras.layers.TimeDistributed):
        batch, _, *rest = ports["inputs"][0].shape
        wrapped = type(layer.layer).from_config(layer.layer.get_config())
        wrapped(KerasTensor((batch, *rest), dtype=ports["inputs"][0].dtype))


def _sized(spec: dict[str, Any], size: int) -> dict[str, Any]:
    batch, *rest = spec["shape"] or [None]
    shape = [2 if batch is None else batch, *(size if one is None else one for one in rest)]
    return {**spec, "shape": shape[: len(spec["shape"])]}


# Networks


def _network(layers: list[dict[str, Any]]) -> Answer:
    """Every layer in turn; one that is refused, and what comes after it, has no outputs."""
    answers: dict[str, Answer] = {}
    tensors: dict[str, list[Any]] = {}
    made: dict[str, Any] = {}
    for entry in layers:
        answers[entry["id"]] = _network_layer(entry, tensors, made)
    return {"layers": answers, **_model_counts(layers, tensors)}


def _network_layer(entry: dict[str, Any], tensors: dict[str, list[Any]], made: dict[str, Any]) -> Answer:
    ports: Ports = {}
    for edge in entry["inputs"]:
        given = tensors.get(edge["layer"], [])
        if edge["output"] >= len(given):
            return {"waits": True}
        ports.setdefault(edge["port"], []).append(given[edge["output"]])
    shared = entry.get("shares")
    if shared:
        return _call_again(entry, made.get(shared), ports, tensors)
    found, result = _call(entry["type"], {**entry["args"], "name": entry["name"]}, ports)
    if result is not None:
        layer, outputs = result
        made[entry["id"]] = layer, _make(entry["type"], entry["args"])[1]
        tensors[entry["id"]] = tree.flatten(outputs)
    return found


def _call_again(entry: dict[str, Any], owner: Any, ports: Ports, tensors: dict[str, list[Any]]) -> Answer:
    if owner is None:
        return {"waits": True}
    layer, flags = owner
    try:
        outputs = _apply(layer, ports, flags)
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}
    tensors[entry["id"]] = tree.flatten(outputs)
    return {"outputs": _specs(outputs), **_counts(layer)}


def _model_counts(layers: list[dict[str, Any]], tensors: dict[str, list[Any]]) -> Answer:
    """Of the whole as one model, where every layer was accepted."""
    if any(entry["id"] not in tensors for entry in layers):
        return {}
    inputs = [tensors[entry["id"]][0] for entry in layers if entry["type"] == "InputLayer"]
    outputs = [tensor for entry in layers for tensor in tensors[entry["id"]]]
    try:
        return _counts(keras.Model(inputs, outputs))
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}
