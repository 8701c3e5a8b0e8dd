"""Structures of values in one zip file: their shape as JSON, their arrays and models as members.

``structure.json`` writes plain values as they are and everything else as an object with one tag:
``{"tuple": [...]}``, ``{"list": [...]}``, ``{"set": [...]}``, ``{"dict": [[key, value], ...]}``,
``{"float": "nan"}`` or ``{"member": "0.npy", "format": "npy"}``.
"""

from __future__ import annotations

import json
import math
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

STRUCTURE = "structure.json"
SEQUENCES: dict[type, str] = {list: "list", tuple: "tuple", set: "set", frozenset: "frozenset"}
BUILD: dict[str, Callable[[Any], Any]] = {
    "list": list,
    "tuple": tuple,
    "set": set,
    "frozenset": frozenset,
    "dict": dict,
}


def holds(value: object, is_member: Callable[[object], bool]) -> bool:
    """Whether a bundle can give this structure back unchanged."""
    if value is None or type(value) in (bool, int, float, str):
        return True
    if type(value) in SEQUENCES:
        return all(holds(item, is_member) for item in value)  # type: ignore[attr-defined]
    if type(value) is dict:
        return all(holds(key, is_member) and holds(item, is_member) for key, item in value.items())
    return is_member(value)


def save(value: object, path: Path) -> None:
    # Stored, not deflated: arrays hardly shrink and training data is read far more than written.
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        structure = _describe(value, archive)
        archive.writestr(STRUCTURE, json.dumps(structure, ensure_ascii=False))


def load(path: Path, trusted: bool = False) -> Any:
    with zipfile.ZipFile(path) as archive:
        return _rebuild(json.loads(archive.read(STRUCTURE)), archive, trusted)


def _describe(value: Any, archive: zipfile.ZipFile) -> Any:
    if type(value) is float and not math.isfinite(value):
        return {"float": str(value)}
    if value is None or type(value) in (bool, int, float, str):
        return value
    if type(value) in SEQUENCES:
        return {SEQUENCES[type(value)]: [_describe(item, archive) for item in value]}
    if type(value) is dict:
        pairs = [[_describe(key, archive), _describe(item, archive)] for key, item in value.items()]
        return {"dict": pairs}
    return _write_member(value, archive)


def _write_member(value: Any, archive: zipfile.ZipFile) -> dict[str, str]:
    from deepforge.serializers.registry import serializer_of

    serializer = serializer_of(value)
    name = f"{len(archive.namelist())}.{serializer.extension}"
    with tempfile.TemporaryDirectory(prefix="deepforge-") as folder:
        file = Path(folder, name)
        serializer.save(value, file)
        archive.write(file, name)
    return {"member": name, "format": serializer.format}


def _rebuild(node: Any, archive: zipfile.ZipFile, trusted: bool) -> Any:
    if not isinstance(node, dict):
        return node
    if "member" in node:
        return _read_member(node, archive, trusted)
    ((tag, content),) = node.items()
    if tag == "float":
        return float(content)
    items = [_rebuild(item, archive, trusted) for item in _pairs_as_tuples(tag, content)]
    return BUILD[tag](items)


def _pairs_as_tuples(tag: str, content: list[Any]) -> list[Any]:
    return [{"tuple": pair} for pair in content] if tag == "dict" else content


def _read_member(node: dict[str, str], archive: zipfile.ZipFile, trusted: bool) -> Any:
    from deepforge.serializers.registry import load as load_file

    # The folder goes when the value was read; on Linux a mapped array outlives its file.
    with tempfile.TemporaryDirectory(prefix="deepforge-") as folder:
        return load_file(Path(archive.extract(node["member"], folder)), node["format"], trusted)
