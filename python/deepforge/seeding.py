"""Makes a job repeatable."""

from __future__ import annotations

import random
import sys
from functools import partial

from deepforge.imports import after_import

LARGEST = 2**32  # NumPy's


def seed_everything(seed: int) -> None:
    """Seeds Python and every library that draws random numbers, now or once it is imported."""
    random.seed(seed)
    for name, seed_library in LIBRARIES.items():
        after_import(name, partial(seed_library, seed % LARGEST))


def reseed(seed: int) -> None:
    """Starts over once all is imported, so that a warm and a cold process draw the same numbers."""
    random.seed(seed)
    for name, seed_library in LIBRARIES.items():
        if name in sys.modules:
            seed_library(seed % LARGEST)


def _numpy(seed: int) -> None:
    import numpy as np

    np.random.seed(seed)


def _torch(seed: int) -> None:
    import torch

    torch.manual_seed(seed)


def _keras(seed: int) -> None:
    import keras

    keras.utils.set_random_seed(seed)


LIBRARIES = {"numpy": _numpy, "torch": _torch, "keras": _keras}
