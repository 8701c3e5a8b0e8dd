"""What an operation may report by itself: numbers and progress."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from typing import Any

from deepforge import events

PROGRESS_INTERVAL = 0.2

_steps = itertools.count()
_progress = events.Throttle(PROGRESS_INTERVAL)


def log(metrics: Mapping[str, Any], step: int | None = None) -> None:
    """Records numbers to be drawn as curves, such as ``log({"loss": 0.5}, step=3)``.

    Without ``step`` the calls are counted. Numbers of NumPy and one-element tensors are welcome.
    Does nothing outside a job.
    """
    values = _numbers(metrics)
    channel = events.current()
    if channel is not None:
        channel.emit(
            "metric",
            scope="log",
            values=values,
            step=next(_steps) if step is None else _whole(step),
        )


def progress(value: float, total: float | None = None, label: str | None = None) -> None:
    """Shows how far the operation is: ``progress(3, total=10, label="Reading files")``.

    May be called as often as one likes: a few calls a second are recorded, and the one that
    reaches the total. Does nothing outside a job, nor with a value that is no number.
    """
    channel = events.current()
    if channel is None or not math.isfinite(value):
        return
    if total is not None and not math.isfinite(total):
        total = None
    done = total is not None and value >= total
    if _progress.ready() or done:
        fields = {
            "value": float(value),
            "total": None if total is None else float(total),
            "label": label,
        }
        channel.emit("progress", **{name: v for name, v in fields.items() if v is not None})


def _numbers(metrics: Mapping[str, Any]) -> dict[str, float]:
    if not isinstance(metrics, Mapping):
        raise TypeError(
            f"Expected metrics as a dictionary of names and numbers. Received: {metrics!r}; "
            'write for example deepforge.log({"loss": 0.5}).'
        )
    return {str(name): _number(name, value) for name, value in metrics.items()}


def _number(name: object, value: Any) -> float:
    item = getattr(value, "item", None)  # of arrays and tensors
    try:
        return float(item() if callable(item) else value)
    except (TypeError, ValueError, RuntimeError) as error:
        raise TypeError(
            f"Expected a number for the metric {str(name)!r}. Received: {value!r} (of type "
            f"{type(value).__name__}); reduce it to one number, for example with its mean."
        ) from error


def _whole(step: Any) -> int:
    try:
        return int(step)
    except (TypeError, ValueError) as error:
        raise TypeError(
            f"Expected step as a whole number. Received: {step!r}; leave it out to count calls."
        ) from error
