"""Reads the description of a job."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from deepforge.failure import JobFailure
from deepforge.protocol import PROTOCOL, Input, Output, Reference

REQUIRED = {"architecture": ("module", "function"), "artifact": ("path", "format")}


@dataclass(frozen=True)
class JobDescription:
    """``job.json``, checked, with paths made absolute."""

    folder: Path
    operation: Path
    class_name: str | None
    arguments: dict[str, Any] = field(default_factory=dict)
    references: dict[str, Reference] = field(default_factory=dict)
    inputs: list[Input] = field(default_factory=list)
    outputs: list[Output] = field(default_factory=list)
    code: Path | None = None
    seed: int | None = None
    env: dict[str, str] = field(default_factory=dict)


def read_job(folder: Path) -> JobDescription:
    job = _parse(folder / "job.json")
    operation = _expect(job, "operation", dict)
    code = _expect(job, "codeFolder", str, "")
    return JobDescription(
        folder=folder,
        operation=folder / _expect(operation, "module", str, "operation.py"),
        class_name=_expect(operation, "class", str, None),
        arguments=_expect(job, "arguments", dict, {}),
        references=_references(_expect(job, "references", dict, {})),
        inputs=_items(_expect(job, "inputs", list, []), "inputs", ("port", "path", "format")),
        outputs=_items(_expect(job, "outputs", list, []), "outputs", ("port",)),
        code=folder / code if code else None,
        seed=_expect(job, "seed", int, None),
        env={name: str(value) for name, value in _expect(job, "env", dict, {}).items()},
    )


def _parse(file: Path) -> dict[str, Any]:
    try:
        job = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise JobFailure("system", f"Expected a job description in {file}. Received: {error}.") from error
    if not isinstance(job, dict) or job.get("protocol", PROTOCOL) != PROTOCOL:
        received = job.get("protocol") if isinstance(job, dict) else job
        raise JobFailure(
            "system",
            f"Expected a job of protocol {PROTOCOL}. Received: {received!r}; "
            "start it with the deepforge package of the same version.",
        )
    return job


def _expect(job: dict[str, Any], key: str, type_: type, *default: Any) -> Any:
    """The value of a key; a missing or null one is its default, where there is one."""
    value = job.get(key)
    if value is None and default:
        return default[0]
    if not isinstance(value, type_):
        raise JobFailure(
            "system",
            f"Expected {key!r} of the job to be of type {type_.__name__}. Received: {value!r}.",
        )
    return value


def _items(items: list[Any], name: str, keys: tuple[str, ...]) -> list[Any]:
    for item in items:
        _require(item, name, keys)
    return items


def _references(references: dict[str, Any]) -> dict[str, Reference]:
    for name, reference in references.items():
        kind = reference.get("kind") if isinstance(reference, dict) else None
        if kind not in REQUIRED:
            raise JobFailure(
                "system",
                f"Expected the reference {name!r} to be an architecture or an artifact. "
                f"Received: {reference!r}.",
            )
        _require(reference, name, REQUIRED[kind])
    return references


def _require(item: Any, name: str, keys: tuple[str, ...]) -> None:
    missing = [key for key in keys if not isinstance(item, dict) or key not in item]
    if missing:
        raise JobFailure(
            "system", f"Expected {', '.join(missing)} in {name!r} of the job. Received: {item!r}."
        )
