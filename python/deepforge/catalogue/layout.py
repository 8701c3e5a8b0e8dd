"""Writes JSON with one entry per line: small, and a diff shows what changed."""

from __future__ import annotations

import json
from typing import Any


def entry_per_line(document: dict[str, Any]) -> str:
    members = (f"{_compact(key)}: {_member(value)}" for key, value in document.items())
    return "{\n" + ",\n".join(members) + "\n}\n"


def _member(value: Any) -> str:
    if isinstance(value, list):
        return "[\n" + ",\n".join(_compact(entry) for entry in value) + "\n]"
    if isinstance(value, dict):
        lines = (f"{_compact(key)}: {_compact(entry)}" for key, entry in value.items())
        return "{\n" + ",\n".join(lines) + "\n}"
    return _compact(value)


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
