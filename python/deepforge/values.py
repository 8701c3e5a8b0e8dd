"""Values of a job that come from files and go to files."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from deepforge.events import EventLog
from deepforge.failure import JobFailure
from deepforge.operation import load_module
from deepforge.protocol import Input, Reference, Summary
from deepforge.serializers import UnreadableInput, UnsavableOutput, serializer_of, type_name
from deepforge.serializers.registry import extension_of, load, save

SHORT = 200


def load_input(input_: Input, folder: Path) -> Any:
    port = input_["port"]
    return _load(f"input {port!r}", port, input_, folder)


def load_reference(name: str, reference: Reference, folder: Path) -> Any:
    if reference["kind"] == "architecture":
        return build_model(name, folder / reference["module"], reference["function"])
    # The dash, which no Python name has, keeps it apart from an input of the same name.
    return _load(f"reference {name!r}", f"reference-{name}", reference, folder)


def build_model(name: str, file: Path, function: str) -> Any:
    build = getattr(load_module(file), function, None)
    if not callable(build):
        raise JobFailure(
            "architecture",
            f"Expected a function {function} in {file.name} for the reference {name!r}. "
            "Received: none; generate the code of the architecture again.",
        )
    model = build()
    import keras  # which the generated code has imported already

    if not isinstance(model, keras.Model):
        raise JobFailure(
            "architecture",
            f"Expected {function} of {file.name} to return a keras.Model for the reference "
            f"{name!r}. Received: {type_name(model)}.",
        )
    return model


def _load(what: str, link_name: str, source: Mapping[str, Any], folder: Path) -> Any:
    path = Path(source["path"])
    if not path.is_file():
        raise JobFailure(
            "input",
            f"Expected a file for the {what}. Received: {path}, which is not there; "
            "run the operation that makes it again.",
        )
    try:
        link = _link(path, folder / "inputs", f"{link_name}.{extension_of(source['format'])}")
        return load(link, source["format"], trusted=source.get("trusted") is True)
    except UnreadableInput as error:
        raise JobFailure("input", f"The {what} cannot be read. {error}") from error.__cause__


def _link(path: Path, folder: Path, name: str) -> Path:
    """Content is stored under its hash, but Keras and others look at the suffix of a file."""
    folder.mkdir(exist_ok=True)
    link = folder / name
    link.unlink(missing_ok=True)
    link.symlink_to(path)
    return link


def save_output(port: str, value: Any, folder: Path, events: EventLog) -> None:
    (folder / "outputs").mkdir(exist_ok=True)
    try:
        serializer = serializer_of(value)
        file = folder / "outputs" / f"{port}.{serializer.extension}"
        save(value, file)
    except (UnsavableOutput, RecursionError) as error:
        raise JobFailure("output", f"The output {port!r} cannot be saved. {error}") from error.__cause__
    events.emit(
        "output",
        port=port,
        file=f"outputs/{file.name}",
        format=serializer.format,
        pythonType=type_name(value),
        size=file.stat().st_size,
        sha256=sha256_of(file),
        summary=summary_of(value),
    )


def sha256_of(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as content:
        while block := content.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def summary_of(value: Any) -> Summary:
    """What a person wants to know of a value before opening it."""
    summary: Summary = {}
    shape = getattr(value, "shape", None)
    if isinstance(shape, tuple) and all(isinstance(size, int) for size in shape):
        summary["shape"] = list(shape)
    if hasattr(value, "dtype"):
        summary["dtype"] = str(value.dtype)
    if callable(getattr(value, "count_params", None)) and getattr(value, "built", False):
        summary["parameters"] = int(value.count_params())
    if isinstance(value, list | tuple | dict | set | frozenset):
        summary["length"] = len(value)
    if value is None or isinstance(value, bool | int | float):
        summary["value"] = value
    if isinstance(value, str):
        summary["value"] = value if len(value) <= SHORT else value[:SHORT] + "…"
    return summary
