"""Reads Google-style docstrings the way Keras writes them."""

from __future__ import annotations

import inspect
import re
from typing import Any

_ARGUMENTS_HEADING = re.compile(r"^\s*(Args|Arguments):\s*$")
_CALL_HEADING = re.compile(r"^\s*Call (args|arguments):\s*$", re.IGNORECASE)
_HEADING = re.compile(r"^[A-Z][A-Za-z ]*:\s*$")
_ENTRY = re.compile(r"^\*{0,2}(\w+)(?:\s*\([^)]*\))?\s*:\s*(.*)$")


def summary(documented: Any) -> str:
    """The first paragraph, and the second one where the first is a mere title."""
    paragraphs = _paragraphs(documented)
    first = paragraphs[0] if paragraphs else ""
    second = paragraphs[1] if len(paragraphs) > 1 else ""
    if len(first) > 120 or not _is_prose(second):
        return first
    return f"{first}\n\n{second}"


def argument_docs(documented: Any, names: list[str]) -> dict[str, str]:
    """Documentation of each of the named arguments that has any."""
    return _entries(_section(documented, _ARGUMENTS_HEADING), names)


def call_argument_docs(documented: Any, names: list[str]) -> dict[str, str]:
    """The same of arguments that a layer takes when it is called."""
    return _entries(_section(documented, _CALL_HEADING), names)


def _entries(section: list[str], names: list[str]) -> dict[str, str]:
    collected: dict[str, list[str]] = {}
    current: list[str] | None = None
    for line in section:
        entry = _ENTRY.match(line.strip())
        if entry and entry[1] in names and entry[1] not in collected:
            current = collected.setdefault(entry[1], [])
            line = entry[2]
        elif line.lstrip().startswith("**kwargs"):
            current = None
        if current is not None:
            current.append(line.strip())
    return {name: _unwrap(lines) for name, lines in collected.items()}


def _paragraphs(documented: Any) -> list[str]:
    text = inspect.getdoc(documented) or ""
    return [_unwrap(block.split("\n")) for block in re.split(r"\n\s*\n", text) if block.strip()]


def _is_prose(paragraph: str) -> bool:
    return (
        bool(re.match(r"^[A-Z`]", paragraph))
        and not _HEADING.match(paragraph.split("\n")[0] + "")
        and not re.match(
            r"^(Args|Arguments|Examples?|Returns|Usage|References?|Formula|Call arguments)\b", paragraph
        )
    )


def _section(documented: Any, heading: re.Pattern[str]) -> list[str]:
    lines = (inspect.getdoc(documented) or "").split("\n")
    starts = [i for i, line in enumerate(lines) if heading.match(line)]
    if not starts:
        return []
    section: list[str] = []
    heading_indent = _indent(lines[starts[0]])
    for line in lines[starts[0] + 1 :]:
        if _HEADING.match(line.strip()) and _indent(line) <= heading_indent:
            break
        section.append(line)
    return section


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _unwrap(lines: list[str]) -> str:
    """Joins wrapped lines; a list item or an empty line starts a new one."""
    text = ""
    for line in (line.strip() for line in lines):
        if not line:
            text = text.rstrip() + "\n"
        elif line.startswith(("- ", "* ")):
            text = text.rstrip() + "\n" + line
        else:
            text += ("" if not text or text.endswith("\n") else " ") + line
    return re.sub(r"\n{2,}", "\n", text).strip()
