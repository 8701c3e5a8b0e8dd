"""Builds one layer and says what came of it."""

from __future__ import annotations

import contextlib
import re
import traceback
import warnings
from typing import Any

import keras
from keras import KerasTensor, tree

from deepforge.infer.modules import file_of, offer

Answer = dict[str, Any]


def answer(question: dict[str, Any]) -> Answer:
    modules = question["modules"]
    offer(modules)
    keras.backend.clear_session(free_memory=False)
    try:
        with warnings.catch_warnings(), _weightless():
            warnings.simplefilter("ignore")
            layer, outputs = _build(question)
    except BaseException as error:  # User code may raise whatever it likes, SystemExit too.
        return _refusal(error, modules)
    return {"outputs": _specs(outputs), "weights": [_weight(weight) for weight in layer.weights]}


def _weightless() -> contextlib.AbstractContextManager[None]:
    if keras.backend.backend() != "jax":
        return contextlib.nullcontext()
    from deepforge.check.weightless import weightless

    return weightless()


def _build(question: dict[str, Any]) -> tuple[keras.layers.Layer, Any]:
    """The imports and the call are those that the generated code of a network has."""
    names: dict[str, Any] = {}
    exec(question["imports"], names)
    layer = eval(question["layer"], names)
    given = {entry["name"]: _tensors(entry) for entry in question["inputs"] if entry["tensors"]}
    first, *others = [entry["name"] for entry in question["inputs"] if entry["tensors"]] or [""]
    main = [given[first]] if first else []
    return layer, layer(*main, **{name: given[name] for name in others}, **question["flags"])


def _tensors(entry: dict[str, Any]) -> Any:
    tensors = [KerasTensor(tuple(spec["shape"]), dtype=spec["dtype"]) for spec in entry["tensors"]]
    return tensors if entry["many"] or len(tensors) > 1 else tensors[0]


def _specs(outputs: Any) -> list[Answer]:
    return [{"shape": list(tensor.shape), "dtype": str(tensor.dtype)} for tensor in tree.flatten(outputs)]


def _weight(weight: Any) -> Answer:
    return {"name": weight.path, "shape": list(weight.shape), "trainable": bool(weight.trainable)}


def _refusal(error: BaseException, modules: dict[str, str]) -> Answer:
    place = _place(error, modules)
    return {"error": f"{type(error).__name__}: {_sentence(error)}", **place}


def _place(error: BaseException, modules: dict[str, str]) -> Answer:
    """The last line of the project's own code on the way to the error."""
    names = {file_of(name): name for name in modules}
    if isinstance(error, SyntaxError) and error.filename in names:
        return {"module": names[error.filename], "line": error.lineno or 1}
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename in names]
    return {"module": names[frames[-1].filename], "line": frames[-1].lineno} if frames else {}


_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def _sentence(error: BaseException) -> str:
    """What went wrong, without what Keras writes around it."""
    text = error.msg if isinstance(error, SyntaxError) else str(error)
    plain = _COLOUR.sub("", text or "").split("Arguments received by")[0].split("Error encountered:")[-1]
    lines = [line.strip() for line in plain.splitlines() if line.strip()]
    telling = [line for line in lines if not line.startswith("Exception encountered when calling")]
    return " ".join(telling or lines)[:500]
