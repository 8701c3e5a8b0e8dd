"""Lets Keras build layers of any size without filling their weights.

An initializer is traced instead of run: it still refuses what it refuses, but
a kernel of a gigabyte costs nothing. With another backend than JAX they are filled.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from typing import Any

import keras
import numpy as np
from keras.src import backend


@contextmanager
def weightless() -> Iterator[None]:
    if keras.backend.backend() != "jax":
        yield
        return
    original = backend.Variable._initialize_with_initializer
    backend.Variable._initialize_with_initializer = _trace_initializer
    try:
        yield
    finally:
        backend.Variable._initialize_with_initializer = original


def _trace_initializer(variable: Any, initializer: Any) -> None:
    shape, dtype = tuple(variable._shape), variable._dtype
    made = _made_by(initializer, shape, dtype)
    if made.shape != shape:
        raise ValueError(f"The initializer gives {made.shape} for a weight of shape {shape}.")
    variable._value = np.broadcast_to(np.zeros((), made.dtype), shape)


_made: dict[Hashable, Any] = {}


def _made_by(initializer: Any, shape: tuple[int, ...], dtype: str) -> Any:
    """Traced once for each: networks ask for the same weights again and again."""
    import jax

    key = _key(initializer, shape, dtype)
    if key is None or key not in _made:
        made = jax.eval_shape(lambda: backend.convert_to_tensor(initializer(shape, dtype=dtype)))
        if key is None:
            return made
        _made[key] = made
    return _made[key]


def _key(initializer: Any, shape: tuple[int, ...], dtype: str) -> Hashable:
    """None for a function: nobody knows what it depends on."""
    if not isinstance(initializer, keras.initializers.Initializer):
        return None
    return type(initializer), repr(initializer.get_config()), shape, str(dtype)
