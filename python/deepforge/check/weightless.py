"""Lets Keras build layers of any size without filling their weights.

An initializer is traced instead of run: it still refuses what it refuses, but
a kernel of a gigabyte costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import jax
import numpy as np
from keras.src import backend


@contextmanager
def weightless() -> Iterator[None]:
    original = backend.Variable._initialize_with_initializer
    backend.Variable._initialize_with_initializer = _trace_initializer
    try:
        yield
    finally:
        backend.Variable._initialize_with_initializer = original


def _trace_initializer(variable: Any, initializer: Any) -> None:
    made = jax.eval_shape(
        lambda: backend.convert_to_tensor(initializer(variable._shape, dtype=variable._dtype))
    )
    if tuple(made.shape) != tuple(variable._shape):
        raise ValueError(f"The initializer gives {made.shape} for a weight of shape {variable._shape}.")
    variable._value = np.broadcast_to(np.zeros((), made.dtype), made.shape)
