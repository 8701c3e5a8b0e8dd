"""Infers what kind of value an argument takes.

Keras annotates no constructor, so the evidence is, in this order: names that
mean the same in every layer, the default, and the words of the documentation.
Where all three are silent the type is `any`, and the overlay must say more.
"""

from __future__ import annotations

import inspect
import re
from typing import Any

ArgumentType = dict[str, Any]

_BY_NAME: list[tuple[str, ArgumentType]] = [
    (r"(.+_)?activation", {"kind": "function", "role": "activation"}),
    (r"(.+_)?initializer", {"kind": "function", "role": "initializer"}),
    (r"(.+_)?regularizer", {"kind": "function", "role": "regularizer"}),
    (r"(.+_)?constraint", {"kind": "function", "role": "constraint"}),
    (r"data_format", {"kind": "enum", "choices": ["channels_last", "channels_first"]}),
    (r"(.+_)?dtype", {"kind": "dtype"}),
    (r"(.+_)?shape", {"kind": "shape"}),
    (r"cell", {"kind": "cell"}),
    (r"cells", {"kind": "cells"}),
    (r"layer|backward_layer", {"kind": "layer"}),
    (r"layers", {"kind": "layers"}),
    (r"seed|lora_rank|lora_alpha|batch_size", {"kind": "integer"}),
    (r"name", {"kind": "string"}),
    (r"(input|output)_axes", {"kind": "tuple", "item": "integer", "scalar": True}),
    (r"value_range", {"kind": "tuple", "item": "float", "length": 2}),
]

_SPATIAL = {
    "kernel_size",
    "strides",
    "dilation_rate",
    "pool_size",
    "size",
    "output_padding",
    "output_size",
}

_WORDS = [
    (r"(a |optional )?bool|whether|if `?true`?,", "boolean"),
    (r"(a |an |single |optional |positive |unsigned )*(python )?(int\b|integer)", "integer"),
    (r"(desired |the )?(total |output )?(number|(maximum )?size) of\b", "integer"),
    (r"(a |optional )?float", "float"),
    (r"(a |optional )?string", "string"),
]


def argument_type(name: str, default: Any, doc: str, rank: int | None) -> ArgumentType:
    """`rank` is the number of spatial dimensions of the layer, where its name tells."""
    return (
        _spatial(name, default, rank)
        or _from_name(name)
        or _from_tuple_words(default, doc)
        or _from_default(default, doc)
        or _from_words(doc)
        or {"kind": "any"}
    )


def is_nullable(default: Any, doc: str) -> bool:
    return default is None or "None" in doc


def _spatial(name: str, default: Any, rank: int | None) -> ArgumentType | None:
    if rank is None:
        return None
    if name in _SPATIAL:
        return {"kind": "tuple", "item": "integer", "length": rank, "scalar": True}
    if name in ("padding", "cropping") and not isinstance(default, str):
        return {"kind": "margins", "length": rank}
    return None


def _from_name(name: str) -> ArgumentType | None:
    matches = (dict(kind) for pattern, kind in _BY_NAME if re.fullmatch(pattern, name))
    return next(matches, None)


def _from_tuple_words(default: Any, doc: str) -> ArgumentType | None:
    words = doc.lower()[:160]
    if isinstance(default, (bool, str)) or not re.search(r"\b(tuple|list)\b", words):
        return None
    item = "float" if "float" in words or isinstance(default, float) else "integer"
    kind: ArgumentType = {"kind": "tuple", "item": item}
    length = _stated_length(words) or (len(default) if isinstance(default, tuple) else None)
    if length:
        kind["length"] = length
    if re.search(r"(int|integer|float)\b.*\bor\b|\bor\b.*\b(single )?(int|integer|float)\b", words):
        kind["scalar"] = True
    return kind


def _stated_length(words: str) -> int | None:
    stated = re.search(r"(?:tuple|list)s? of (?:size )?(\d|two|three)\b", words)
    return None if stated is None else {"two": 2, "three": 3}.get(stated[1]) or int(stated[1])


def _from_default(default: Any, doc: str) -> ArgumentType | None:
    if isinstance(default, bool):
        return {"kind": "boolean"}
    if isinstance(default, int):
        return {"kind": "float" if doc.lower().startswith("float") else "integer"}
    if isinstance(default, float):
        return {"kind": "float"}
    if isinstance(default, str):
        return _enumeration(doc, default) or {"kind": "string"}
    if isinstance(default, tuple):
        item = "float" if any(isinstance(value, float) for value in default) else "integer"
        return {"kind": "tuple", "item": item, "length": len(default)}
    return None


def _from_words(doc: str) -> ArgumentType | None:
    for pattern, kind in _WORDS:
        if re.match(pattern, doc.lower()):
            return {"kind": kind}
    return None


def _enumeration(doc: str, default: str) -> ArgumentType | None:
    """Keras quotes each choice; a default that is not among them is no enumeration."""
    choices = list(dict.fromkeys(re.findall(r'[`{ ]`?"([a-z][a-z0-9_-]*)`?"', doc)))
    if len(choices) < 2 or default not in choices:
        return None
    return {"kind": "enum", "choices": choices}


def default_value(parameter: inspect.Parameter) -> Any:
    return None if parameter.default is inspect.Parameter.empty else parameter.default
