"""The serializers that come with the package. Their libraries are imported on first use."""

from __future__ import annotations

import importlib.util
import json
import math
import pickle
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

from deepforge.project_modules import objects_in
from deepforge.serializers import bundle
from deepforge.serializers.registry import (
    Serializer,
    UnreadableInput,
    UnsavableOutput,
    add,
    add_format,
    registered_for,
    type_name,
)

TENSOR_LIBRARIES = frozenset({"jax", "jaxlib", "torch", "tensorflow", "keras", "ml_dtypes"})


def choose(value: object) -> Serializer:
    """By the registered type first, then by what the value contains, pickle last."""
    serializer = registered_for(value)
    if serializer is FILE:
        return replace(FILE, extension=_suffix(value))
    if serializer is not None and not _is_object_array(value):
        return serializer
    if is_tensor(value):
        return NPY
    if is_json(value):
        return JSON
    if bundle.holds(value, _is_member):
        return BUNDLE
    return PICKLE


def is_json(value: object) -> bool:
    """Plain data that JSON gives back unchanged; subclasses would come back as something else."""
    if value is None or type(value) in (bool, int, str):
        return True
    if type(value) is float:
        return math.isfinite(value)
    if type(value) is list:
        return all(is_json(item) for item in value)
    if type(value) is dict:
        return all(type(key) is str and is_json(item) for key, item in value.items())
    return False


def is_tensor(value: object) -> bool:
    return hasattr(value, "__array__") and type(value).__module__.split(".")[0] in TENSOR_LIBRARIES


def as_array(value: Any) -> Any:
    """A NumPy array of an array or tensor of any library, of a type that npy files can say."""
    import numpy as np

    if hasattr(value, "detach"):  # PyTorch: out of the graph, off the device
        value = value.detach().cpu()
        value = value.float() if str(value.dtype) == "torch.bfloat16" else value
    array = np.asarray(value)
    # The small floats of ml_dtypes have no name in a npy file and would come back as raw bytes.
    return array.astype(np.float32) if array.dtype.kind == "V" and not array.dtype.names else array


def _suffix(path: Any) -> str:
    return path.suffix.lstrip(".") or FILE.extension


def _is_member(value: object) -> bool:
    return (registered_for(value) is not None and not _is_object_array(value)) or is_tensor(value)


def _is_object_array(value: object) -> bool:
    return bool(getattr(getattr(value, "dtype", None), "hasobject", False)) and (
        type_name(value) == "numpy.ndarray"
    )


def _save_array(value: Any, path: Path) -> None:
    import numpy as np

    with path.open("wb") as file:  # a file object: np.save would append its own suffix
        np.save(file, as_array(value), allow_pickle=False)


def _load_array(path: Path) -> Any:
    """Mapped into memory; writing to it changes a private copy, never the shared file."""
    import numpy as np

    array = np.load(path, mmap_mode="r", allow_pickle=False)
    if array.size == 0 or array.ndim == 0:
        return np.load(path, allow_pickle=False)
    return np.load(path, mmap_mode="c", allow_pickle=False)


def _save_scalar(value: Any, path: Path) -> None:
    """NumPy's scalars are written as the plain numbers they stand for."""
    _save_json(value.item(), path)


def _save_json(value: object, path: Path) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")


def _load_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _save_history(value: Any, path: Path) -> None:
    """What ``fit`` returns also holds the model; the next operation wants the numbers."""
    numbers = {name: [float(item) for item in items] for name, items in value.history.items()}
    _save_json(numbers, path)


def _save_model(value: Any, path: Path) -> None:
    value.save(path)


def _load_model(path: Path) -> Any:
    import keras

    return keras.saving.load_model(path, custom_objects=objects_in(path))


def _load_trusted_model(path: Path) -> Any:
    """Lambda layers carry code, which Keras runs only for models that are trusted."""
    import keras

    return keras.saving.load_model(path, custom_objects=objects_in(path), safe_mode=False)


def _save_parquet(value: Any, path: Path) -> None:
    value.to_parquet(path)


def _load_parquet(path: Path) -> Any:
    import pandas as pd

    return pd.read_parquet(path)


def _save_csv(value: Any, path: Path) -> None:
    value.to_csv(path, index=False)


def _load_csv(path: Path) -> Any:
    import pandas as pd

    return pd.read_csv(path)


def _save_figure(value: Any, path: Path) -> None:
    value.savefig(path, format="svg")


def _load_text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _save_bytes(value: Any, path: Path) -> None:
    path.write_bytes(value)


def _load_bytes(path: Path) -> bytes:
    return path.read_bytes()


def _save_file(value: Any, path: Path) -> None:
    if not value.is_file():
        raise UnsavableOutput(
            f"Expected the path of a file. Received: {str(value)!r}, which is "
            f"{'a folder' if value.is_dir() else 'not there'}; write the file first and return "
            "its path (a folder can be packed with shutil.make_archive)."
        )
    shutil.copyfile(value, path)


def _load_file(path: Path) -> Path:
    return path


def _save_pickle(value: object, path: Path) -> None:
    with path.open("wb") as file:
        pickle.dump(value, file, protocol=pickle.HIGHEST_PROTOCOL)


def _refuse_pickle(path: Path) -> Any:
    raise UnreadableInput(
        f"Expected a file that cannot run code. Received: {path.name}, a pickle that was not "
        "written by a job of this project; convert it to npy, JSON or CSV."
    )


def _load_trusted_pickle(path: Path) -> Any:
    with path.open("rb") as file:
        return pickle.load(file)


PARQUET_AVAILABLE = importlib.util.find_spec("pyarrow") is not None

NPY = Serializer("npy", _save_array, _load_array, "npy")
JSON = Serializer("json", _save_json, _load_json, "json")
BUNDLE = Serializer(
    "bundle",
    bundle.save,
    bundle.load,
    "zip",
    load_trusted=lambda path: bundle.load(path, trusted=True),
)
PICKLE = Serializer("pickle", _save_pickle, _refuse_pickle, "pickle", _load_trusted_pickle)
KERAS = Serializer("keras", _save_model, _load_model, "keras", _load_trusted_model)
SCALAR = Serializer("json", _save_scalar, _load_json, "json")
HISTORY = Serializer("json", _save_history, _load_json, "json")
PARQUET = Serializer("parquet", _save_parquet, _load_parquet, "parquet")
CSV = Serializer("csv", _save_csv, _load_csv, "csv")
SVG = Serializer("svg", _save_figure, _load_text, "svg")
BYTES = Serializer("bytes", _save_bytes, _load_bytes, "bin")
FILE = Serializer("file", _save_file, _load_file, "bin")

add("numpy.ndarray", NPY)
for scalar in ("numpy.bool", "numpy.bool_", "numpy.integer", "numpy.floating", "numpy.str_"):
    add(scalar, SCALAR)
for masked in ("numpy.ma.core.MaskedArray", "numpy.ma.MaskedArray"):
    add(masked, PICKLE)  # a npy file would lose the mask
add("keras.src.models.model.Model", KERAS)
add("keras.src.callbacks.history.History", HISTORY)
add("pandas.core.frame.DataFrame", PARQUET if PARQUET_AVAILABLE else CSV)
add("pandas.DataFrame", PARQUET if PARQUET_AVAILABLE else CSV)  # its name from pandas 3
add("matplotlib.figure.Figure", SVG)
add("builtins.bytes", BYTES)
add("builtins.bytearray", BYTES)
add("pathlib.PurePath", FILE)
add("pathlib._local.PurePath", FILE)  # its name in Python 3.13
for serializer in (JSON, BUNDLE, PICKLE, PARQUET, CSV):
    add_format(serializer)
