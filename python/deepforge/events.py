"""The channel on which a job reports: JSON lines, one atomic write each."""

from __future__ import annotations

import json
import math
import os
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

MAX_LINE_BYTES = 64_000
CLIP_LENGTHS = (16_000, 4_000, 1_000, 200, 20)
CLIP_ITEMS = 50
ENVIRONMENT_VARIABLE = "DEEPFORGE_EVENTS"

Clock = Callable[[], float]


class EventLog:
    """Appends events to a file. Safe to share between threads and with child processes."""

    def __init__(self, path: Path, clock: Clock = time.time) -> None:
        # O_APPEND: the kernel places every line at the end, whoever else is writing.
        self._fd = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o644)
        self._clock = clock
        self._lock = threading.Lock()
        self._closed = False

    def emit(self, type_: str, **fields: Any) -> None:
        line = encode_event({"time": self._clock(), "type": type_, **fields})
        with self._lock:
            if not self._closed:
                os.write(self._fd, line)

    def close_with(self, type_: str, **fields: Any) -> None:
        """Writes the last event; whatever threads still emit afterwards is dropped."""
        line = encode_event({"time": self._clock(), "type": type_, **fields})
        with self._lock:
            if not self._closed:
                self._closed = True
                os.write(self._fd, line)
                os.close(self._fd)


class Throttle:
    """Says yes at most once in an interval."""

    def __init__(self, interval: float, clock: Clock = time.monotonic) -> None:
        self._interval = interval
        self._clock = clock
        self._next = -math.inf

    def ready(self) -> bool:
        now = self._clock()
        if now < self._next:
            return False
        self._next = now + self._interval
        return True


_current: EventLog | None = None


def current() -> EventLog | None:
    """The event log of the job that this process runs or was started by, if any."""
    path = os.environ.get(ENVIRONMENT_VARIABLE)
    if _current is None and path and Path(path).parent.is_dir():
        use(EventLog(Path(path)))
    return _current


def use(log: EventLog | None) -> None:
    global _current
    _current = log


def encode_event(event: Mapping[str, Any]) -> bytes:
    line = _encode(_finite(event))
    for length in CLIP_LENGTHS:
        if len(line) <= MAX_LINE_BYTES:
            break
        line = _encode(_clip(_finite(event), length))
    return line


def _encode(value: Any) -> bytes:
    # Lone surrogates (undecodable file names) must not stop an event.
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode("utf-8", errors="replace") + b"\n"


def _finite(value: Any) -> Any:
    """JSON has no NaN and no infinities: they become null."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return value


def _clip(value: Any, length: int) -> Any:
    """Keeps both ends of long texts and lists: what failed is mostly told last."""
    if isinstance(value, str) and len(value) > length:
        half = length // 2
        return f"{value[:half]}\n… {len(value) - 2 * half} characters left out …\n{value[-half:]}"
    if isinstance(value, dict):
        return {key: _clip(item, length) for key, item in list(value.items())[: length // 2]}
    if isinstance(value, list):
        half = CLIP_ITEMS // 2
        kept = value if len(value) <= CLIP_ITEMS else value[:half] + value[-half:]
        return [_clip(item, length) for item in kept]
    return value
