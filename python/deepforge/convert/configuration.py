"""The configuration in a model file, as text: neither Keras nor anything the file names is imported."""

from __future__ import annotations

import os
import zipfile
from contextlib import suppress
from typing import Any

LARGEST = 2**26
MEMORY = 2**33


class NoModelError(Exception):
    """The file holds no model configuration; the message says why."""


def configuration(file: str) -> str:
    """The JSON text of the configuration in a .keras or a legacy .h5 file."""
    _limit_memory()
    text = _from_archive(file) if zipfile.is_zipfile(file) else _from_hdf5(file)
    if len(text) > LARGEST:
        raise NoModelError("its configuration is too large")
    return text


def _limit_memory() -> None:
    """What a file says of its own size need not be true."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        limit = MEMORY if most == resource.RLIM_INFINITY else min(MEMORY, most)
        resource.setrlimit(resource.RLIMIT_AS, (limit, most))


def _from_archive(file: str) -> str:
    try:
        with zipfile.ZipFile(file) as archive, archive.open("config.json") as entry:
            return _decoded(entry.read(LARGEST + 1))
    except KeyError as error:
        raise NoModelError("the archive has no config.json") from error
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise NoModelError("the archive is damaged") from error


def _from_hdf5(file: str) -> str:
    # HDF5 would load filters from shared libraries that a file asks for.
    os.environ["HDF5_PLUGIN_PRELOAD"] = "::"
    try:
        import h5py
    except ImportError as error:
        raise NoModelError("reading .h5 files needs the Python package h5py") from error
    try:
        with h5py.File(file, "r") as content:
            config = content.attrs.get("model_config")
            holds_weights = "layer_names" in content.attrs or "model_weights" in content
    except (OSError, RuntimeError, TypeError, ValueError, MemoryError, KeyError) as error:
        raise NoModelError("the HDF5 file is damaged or incomplete") from error
    if config is None:
        what = "it holds weights only, without the model_config that describes a network"
        raise NoModelError(what if holds_weights else "it is no model of Keras: it has no model_config")
    return _decoded(config)


def _decoded(config: Any) -> str:
    """Keras writes text. Whatever else there is, such as numbers or references, is not made into one."""
    try:
        # h5py smuggles bytes that are no text into strings, from which they come out again here.
        text = config.encode(errors="surrogateescape") if isinstance(config, str) else config
        if isinstance(text, bytes):
            return text.decode()
    except UnicodeDecodeError:
        pass
    raise NoModelError("its model_config is not a text")
