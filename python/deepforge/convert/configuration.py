"""The configuration in a model file, as text: neither Keras nor anything the file names is imported."""

from __future__ import annotations

import zipfile


class NoModelError(Exception):
    """The file holds no model configuration; the message says why."""


def configuration(file: str) -> str:
    """The JSON text of the configuration in a .keras or a legacy .h5 file."""
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as archive:
            if "config.json" not in archive.namelist():
                raise NoModelError("the archive has no config.json")
            return archive.read("config.json").decode()
    return _from_hdf5(file)


def _from_hdf5(file: str) -> str:
    try:
        import h5py
    except ImportError as error:
        raise NoModelError("reading .h5 files needs the Python package h5py") from error
    try:
        with h5py.File(file, "r") as content:
            config = content.attrs.get("model_config")
    except OSError as error:
        raise NoModelError(f"it is no HDF5 file: {error}") from error
    if config is None:
        raise NoModelError("it holds weights only, without the model_config that describes a network")
    return config.decode() if isinstance(config, bytes) else str(config)
