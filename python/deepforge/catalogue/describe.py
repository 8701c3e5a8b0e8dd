"""Turns the public names of Keras into catalogue entries."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import keras

from deepforge.catalogue.argument_types import argument_type, default_value, is_nullable
from deepforge.catalogue.docstrings import argument_docs, call_argument_docs, summary

Entry = dict[str, Any]

_FUNCTION_MODULES = {
    "activations": keras.activations,
    "initializers": keras.initializers,
    "regularizers": keras.regularizers,
    "constraints": keras.constraints,
}
_NOT_FUNCTIONS = {"get", "serialize", "deserialize"}
_BASE_CLASSES = {"Initializer", "Regularizer", "Constraint"}
_CALL_FLAGS = {"training"}


def catalogue() -> Entry:
    return {
        "keras": keras.__version__,
        "common": _arguments(keras.layers.Layer),
        "layers": [_layer(layer, names) for names, layer in public_layers()],
        **{kind: _functions(module) for kind, module in _FUNCTION_MODULES.items()},
    }


def documentation() -> Entry:
    return {
        "keras": keras.__version__,
        "common": _documented(keras.layers.Layer),
        "layers": {_canonical(layer, names): _documented(layer) for names, layer in public_layers()},
        **{
            kind: {_canonical(value, names): _documented(value) for names, value in _public_functions(module)}
            for kind, module in _FUNCTION_MODULES.items()
        },
    }


def public_layers() -> Iterator[tuple[list[str], type]]:
    """Each distinct layer class with all the names it is exported under."""

    def is_layer(value: Any) -> bool:
        return inspect.isclass(value) and issubclass(value, keras.layers.Layer)

    return _distinct(keras.layers, is_layer)


def _layer(layer: type, names: list[str]) -> Entry:
    name = _canonical(layer, names)
    return {
        "name": name,
        "category": _category(layer),
        "aliases": sorted(alias for alias in names if alias != name),
        "arguments": _arguments(layer),
        "common": _takes_any_keyword(layer),
        **_call(layer),
    }


def _arguments(described: Any) -> list[Entry]:
    parameters = _parameters(described)
    docs = argument_docs(described, [parameter.name for parameter in parameters])
    rank = _rank(described)
    return [_argument(parameter, docs.get(parameter.name, ""), rank) for parameter in parameters]


def _argument(parameter: inspect.Parameter, doc: str, rank: int | None) -> Entry:
    default = default_value(parameter)
    required = parameter.default is inspect.Parameter.empty
    entry: Entry = {"name": parameter.name, "type": argument_type(parameter.name, default, doc, rank)}
    if required:
        entry["required"] = True
    else:
        entry["default"] = default
    if not required and is_nullable(default, doc):
        entry["nullable"] = True
    return entry


def _call(layer: type) -> Entry:
    """What a call takes: tensors to connect, and flags that are set like arguments."""
    parameters = [p for p in _signature(layer.call) if p.name not in _CALL_FLAGS]
    flags = [p for p in parameters if isinstance(p.default, bool)]
    inputs = [p for p in parameters if p not in flags and p.kind is not p.VAR_POSITIONAL]
    described: Entry = {"inputs": [_input(layer, parameter) for parameter in inputs]}
    if flags:
        docs = argument_docs(layer, [p.name for p in flags])
        described["callArguments"] = [_argument(p, docs.get(p.name, ""), None) for p in flags]
    return described


def _input(layer: type, parameter: inspect.Parameter) -> Entry:
    entry: Entry = {"name": parameter.name}
    if parameter.default is inspect.Parameter.empty:
        entry["required"] = True
    if _category(layer) == "merging":
        entry["many"] = True
    return entry


def _functions(module: ModuleType) -> list[Entry]:
    return [_function(value, names) for names, value in _public_functions(module)]


def _public_functions(module: ModuleType) -> Iterator[tuple[list[str], Any]]:
    def is_function(value: Any) -> bool:
        public = callable(value) and getattr(value, "__module__", "").startswith("keras.")
        return public and value.__name__ not in _NOT_FUNCTIONS | _BASE_CLASSES

    return _distinct(module, is_function)


def _function(value: Any, names: list[str]) -> Entry:
    name = _canonical(value, names)
    arguments = _arguments(value)
    return {
        "name": name,
        "aliases": sorted(alias for alias in names if alias != name),
        "arguments": arguments if inspect.isclass(value) else arguments[1:],
    }


def _documented(value: Any) -> Entry:
    # Nobody makes an InputLayer by itself: what it takes is told of `keras.Input`.
    words = keras.Input if value is keras.layers.InputLayer else value
    called = _signature(value.call) if hasattr(value, "call") else []
    names = [parameter.name for parameter in [*_parameters(value), *called]]
    flags = {p.name for p in called if isinstance(p.default, bool) and p.name not in _CALL_FLAGS}
    own = argument_docs(words, names)
    of_call = {
        name: doc for name, doc in call_argument_docs(words, names).items() if name in flags - own.keys()
    }
    return {"doc": summary(words), "arguments": own | of_call}


def _distinct(module: ModuleType, wanted: Callable[[Any], bool]) -> Iterator[tuple[list[str], Any]]:
    names_of: dict[int, tuple[list[str], Any]] = {}
    for name in sorted(vars(module)):
        value = getattr(module, name)
        if not name.startswith("_") and wanted(value):
            names_of.setdefault(id(value), ([], value))[0].append(name)
    return iter(sorted(names_of.values(), key=lambda entry: _canonical(entry[1], entry[0])))


def _canonical(value: Any, names: list[str]) -> str:
    return value.__name__ if value.__name__ in names else names[0]


def _category(layer: type) -> str:
    inside = re.match(r"keras\.src\.layers\.(.+)\.\w+$", layer.__module__)
    if inside is None:
        return "core" if layer is keras.layers.Layer else "interoperation"
    return inside[1].split(".")[-1]


def _rank(described: Any) -> int | None:
    suffix = re.search(r"(\d)D(Transpose)?$", described.__name__)
    return int(suffix[1]) if suffix else None


def _takes_any_keyword(layer: type) -> bool:
    parameters = inspect.signature(layer.__init__).parameters.values()
    return any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters)


def _parameters(described: Any) -> list[inspect.Parameter]:
    return _signature(described.__init__ if inspect.isclass(described) else described)


def _signature(function: Any) -> list[inspect.Parameter]:
    parameters = inspect.signature(function).parameters.values()
    variadic = (inspect.Parameter.VAR_KEYWORD, inspect.Parameter.VAR_POSITIONAL)
    return [p for p in parameters if p.name != "self" and p.kind not in variadic]
