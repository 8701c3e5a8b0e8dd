"""The project's own Python modules, whose classes a saved model may name."""

from __future__ import annotations

import importlib
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_folders: list[Path] = []


def use(folder: Path) -> None:
    """From now on these modules can be imported."""
    _folders.append(folder)
    sys.path.insert(0, str(folder))


def objects_in(model: Path) -> dict[str, Any]:
    """What a ``.keras`` file names of these modules, under the names that Keras looks for.

    Keras itself imports nothing but its own modules: it finds a class only where somebody imported it
    already, and registered it.
    """
    found: dict[str, Any] = {}
    for module, name, registered in _named(_configuration(model)):
        if name in found or registered in found:
            continue
        value = _value(module, name)
        if value is not None:
            found |= {name: value, registered: value}
    return found


def _configuration(model: Path) -> Any:
    """Nothing for what is no such file; Keras says so better."""
    try:
        with zipfile.ZipFile(model) as archive:
            return json.loads(archive.read("config.json"))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile):
        return None


def _named(value: Any) -> Iterator[tuple[str | None, str, str]]:
    """The modules, names and registered names of all classes and functions, however deep."""
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += value
        elif isinstance(value, dict):
            waiting += value.values()
            module, name = value.get("module"), value.get("class_name")
            if name == "function":  # whose module Keras does not tell
                module, name = None, value.get("config")
            if isinstance(name, str) and not str(module).startswith("keras"):
                registered = value.get("registered_name")
                is_class = isinstance(registered, str) and registered != "function"
                yield module, name, registered if is_class else name


def _value(module: str | None, name: str) -> Any:
    for folder in _folders:
        for file in sorted(folder.glob("*.py")):
            if file.stem == module or (module is None and _defines(file, name)):
                value = getattr(importlib.import_module(file.stem), name, None)
                if value is not None:
                    return value
    return None


def _defines(file: Path, name: str) -> bool:
    pattern = rf"^(?:class|def)\s+{re.escape(name)}\b"
    return re.search(pattern, file.read_text(encoding="utf-8"), re.MULTILINE) is not None
