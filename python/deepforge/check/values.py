"""Python objects from the values that the designer stores as JSON."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import Any

import keras
import numpy as np

_MODULES = [
    (r"(.+_)?activation", keras.activations),
    (r"(.+_)?initializer", keras.initializers),
    (r"(.+_)?regularizer", keras.regularizers),
    (r"(.+_)?constraint", keras.constraints),
]


def make_layer(name: str, args: dict[str, Any]) -> keras.layers.Layer:
    layer = getattr(keras.layers, "InputLayer" if name == "Input" else name)
    return layer(**{key: make_value(key, value) for key, value in args.items()})


def make_value(argument: str, value: Any) -> Any:
    if isinstance(value, list):
        items = [make_value(argument, item) for item in value]
        holds_layers = any(isinstance(item, keras.layers.Layer) for item in items)
        return items if holds_layers else tuple(items)
    if isinstance(value, dict) and "layer" in value:
        return make_layer(value["layer"], value["args"])
    if isinstance(value, dict) and "function" in value:
        return _make_function(argument, value["function"], value["args"])
    return make_array(value)


def make_array(value: Any) -> Any:
    """The array that is meant, or the number that JSON does not have; any other value as it is."""
    if not isinstance(value, dict) or "array" not in value:
        return _make_number(value)
    make = np.array if value["array"] == "numpy" else keras.ops.convert_to_tensor
    return make(_make_items(value["items"]), dtype=value["dtype"])


def make_index(text: str) -> Any:
    """What stands in the brackets of `x[:, 0]`."""
    items = [item.strip() for item in text.split(",")]
    parts = [_make_part(item) for item in items if item]
    return parts[0] if len(items) == 1 and isinstance(parts[0], int) else tuple(parts)


def _make_part(text: str) -> Any:
    if ":" in text:
        return slice(*(int(end) if end.strip() else None for end in text.split(":")))
    return {"None": None, "...": Ellipsis}[text] if text in ("None", "...") else int(text)


def _make_items(items: list[Any]) -> list[Any]:
    return [_make_items(item) if isinstance(item, list) else _make_number(item) for item in items]


def _make_number(value: Any) -> Any:
    return float(value["number"]) if isinstance(value, dict) and value.keys() == {"number"} else value


def _make_function(argument: str, name: str, args: dict[str, Any]) -> Callable[..., Any]:
    module = next(module for pattern, module in _MODULES if re.fullmatch(pattern, argument))
    function = getattr(module, name)
    made = {key: make_value(key, value) for key, value in args.items()}
    return functools.partial(function, **made) if module is keras.activations else function(**made)
