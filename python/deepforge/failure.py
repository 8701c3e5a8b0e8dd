"""Why a job failed, in terms of what its author wrote."""

from __future__ import annotations

import linecache
import os
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from deepforge.protocol import Error, FailureKind, Frame

PACKAGE = str(Path(__file__).parent) + os.sep
MACHINERY = ("<frozen importlib", "<frozen runpy", "<frozen zipimport")
EMPTY_TRACEBACK = "Traceback (most recent call last):\n"
MAX_FRAMES = 60


class JobFailure(Exception):
    """A failure whose text is ours. ``line``: of the operation's file, where it helps."""

    def __init__(self, kind: FailureKind, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.kind = kind
        self.line = line


class Cancelled(BaseException):
    """Not an Exception: an operation that catches everything it knows must still end."""


def describe(error: BaseException, kind: FailureKind, job_folder: Path, operation: Path) -> dict[str, Any]:
    """The fields of the event ``failed``."""
    frames = _frames(error, job_folder)
    failed: Error = {
        "kind": _kind(error, kind),
        "type": _type(error),
        "message": _message(error),
        "traceback": frames[: MAX_FRAMES // 2] + frames[MAX_FRAMES // 2 :][-MAX_FRAMES // 2 :],
        "text": _text(error, job_folder),
    }
    return {"error": failed, "line": _line(error, frames, _relative(str(operation), job_folder))}


def _kind(error: BaseException, kind: FailureKind) -> FailureKind:
    if isinstance(error, Cancelled | KeyboardInterrupt):
        return "cancelled"
    return error.kind if isinstance(error, JobFailure) else kind


def _type(error: BaseException) -> str:
    if isinstance(error, JobFailure):
        return f"{error.kind.capitalize()}Error"
    return type(error).__qualname__


def _message(error: BaseException) -> str:
    if isinstance(error, Cancelled | KeyboardInterrupt):
        return "The job was cancelled."
    if isinstance(error, SystemExit):
        return (
            f"Expected execute to return its outputs. Received: sys.exit({error.code!r}); "
            "return instead, or raise an error."
        )
    if isinstance(error, SyntaxError):
        return error.msg or "invalid syntax"
    return _safe_str(error)


def _safe_str(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:
        return f"({type(error).__qualname__} without a readable message)"


def _frames(error: BaseException, job_folder: Path) -> list[Frame]:
    frames = [
        _frame(frame.filename, frame.lineno or 0, frame.name, job_folder)
        for frame in _told(traceback.extract_tb(error.__traceback__))
    ]
    if isinstance(error, SyntaxError) and error.filename:
        frames.append(_frame(error.filename, error.lineno or 0, "<module>", job_folder))
    return frames


def _frame(file: str, line: int, function: str, job_folder: Path) -> Frame:
    code = linecache.getline(file, line).strip()
    return {"file": _relative(file, job_folder), "line": line, "function": function, "code": code}


def _line(error: BaseException, frames: list[Frame], operation: str) -> int | None:
    if isinstance(error, JobFailure) and error.line is not None:
        return error.line
    return next((frame["line"] for frame in reversed(frames) if frame["file"] == operation), None)


def _text(error: BaseException, job_folder: Path) -> str:
    described = traceback.TracebackException.from_exception(error)
    for part in _chain(described):
        part.stack[:] = _told(part.stack)
    text = "".join(described.format()).replace(f"{job_folder}{os.sep}", "")
    if isinstance(error, JobFailure):
        head, name, tail = text.rpartition("deepforge.failure.JobFailure: ")
        text = f"{head}{_type(error)}: {tail}" if name else text
        text = text.replace(f"{EMPTY_TRACEBACK}{_type(error)}", _type(error))
    return text


def _chain(error: traceback.TracebackException) -> Iterator[traceback.TracebackException]:
    waiting = [error]
    while waiting:
        part = waiting.pop()
        yield part
        waiting += [p for p in (part.__cause__, part.__context__) if p is not None]
        waiting += getattr(part, "exceptions", None) or []


def _told(frames: list[traceback.FrameSummary]) -> list[traceback.FrameSummary]:
    """Without the runner's own frames."""
    return [frame for frame in frames if not _is_ours(frame.filename)]


def _is_ours(file: str) -> bool:
    return file.startswith((PACKAGE, *MACHINERY))


def _relative(file: str, job_folder: Path) -> str:
    return file.removeprefix(f"{job_folder}{os.sep}")
