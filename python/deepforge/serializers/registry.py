"""The registry of serializers: by the type of a value to save, by the format of a file to load."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Save = Callable[[Any, Path], None]
Load = Callable[[Path], Any]


class UnreadableInput(Exception):
    """A file cannot be turned into a value."""


class UnsavableOutput(Exception):
    """A value cannot be turned into a file."""


@dataclass(frozen=True)
class Serializer:
    format: str
    save: Save
    load: Load
    extension: str
    # For formats that may carry code: how to read what one of our own jobs has written.
    load_trusted: Load | None = None


_by_type: dict[str, Serializer] = {}
_by_format: dict[str, Serializer] = {}


def register(
    type: type | str,  # noqa: A002 - the word an author would use
    format: str,  # noqa: A002
    save: Save,
    load: Load,
    extension: str | None = None,
) -> None:
    """Says how values of ``type``, and of classes derived from it, become files.

    ``save(value, path)`` writes a file, ``load(path)`` reads it. ``type`` may be the full name of a
    class, such as ``"torch.Tensor"``, to avoid importing it here.
    """
    add(type, Serializer(format, save, load, (extension or format).lstrip(".")))


def add(type_: type | str, serializer: Serializer) -> None:
    _by_type[type_ if isinstance(type_, str) else _full_name(type_)] = serializer
    _by_format[serializer.format] = serializer


def add_format(serializer: Serializer) -> None:
    """For formats that are chosen by what a value contains, not by its type."""
    _by_format[serializer.format] = serializer


def registered_for(value: object) -> Serializer | None:
    """The serializer of the value's class or of its nearest base class."""
    for class_ in type(value).__mro__:
        serializer = _by_type.get(_full_name(class_))
        if serializer is not None:
            return serializer
    return None


def serializer_of(value: object) -> Serializer:
    """The serializer that an output with this value is saved by."""
    from deepforge.serializers import builtin  # registers what comes with the package

    return builtin.choose(value)


def save(value: object, path: Path) -> None:
    serializer = serializer_of(value)
    try:
        serializer.save(value, path)
    except UnsavableOutput:
        raise
    except Exception as error:
        raise UnsavableOutput(
            f"Expected a value that can be written as {serializer.format}. Received: a "
            f"{type_name(value)} ({type(error).__name__}: {error}); return plain data, or call "
            "deepforge.serializers.register for its type."
        ) from error


def load(path: Path, format: str, trusted: bool = False) -> Any:  # noqa: A002
    """Reads a file. ``trusted``: written by one of our own jobs, so code inside it may run."""
    from deepforge.serializers import builtin  # noqa: F401 - registers what comes with the package

    serializer = _by_format.get(format)
    if serializer is None:
        raise UnreadableInput(
            f"Expected one of the formats {', '.join(sorted(_by_format))}. Received: {format!r}; "
            "import the module that calls deepforge.serializers.register for it."
        )
    read = serializer.load_trusted if trusted and serializer.load_trusted else serializer.load
    try:
        return read(path)
    except UnreadableInput:
        raise
    except Exception as error:
        raise UnreadableInput(
            f"Expected a file in the format {format}. Received: {path.name}, which cannot be read "
            f"({type(error).__name__}: {error}); check what wrote it."
        ) from error


def extension_of(format_: str) -> str:
    from deepforge.serializers import builtin  # noqa: F401 - registers what comes with the package

    serializer = _by_format.get(format_)
    return serializer.extension if serializer else format_


def type_name(value: object) -> str:
    """The name of the value's class with its module, as in ``numpy.ndarray`` or ``dict``."""
    return _full_name(type(value)).removeprefix("builtins.")


def _full_name(class_: type) -> str:
    return f"{class_.__module__}.{class_.__qualname__}"
