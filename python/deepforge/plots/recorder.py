"""Writes figures as files of the job and tells of them as events."""

from __future__ import annotations

import hashlib
import io
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from weakref import WeakKeyDictionary

from deepforge.events import EventLog

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Format = Literal["svg", "png"]

MAX_SVG_BYTES = 2_000_000
PNG_DPI = 150
KEPT_VERSIONS = 20
# A figure may be redrawn in every step of a loop. The first pictures are free; then drawing may
# take this share of the time, so that it never costs more than the work it shows.
FREE_PICTURES = 5
SHARE_OF_TIME = 0.2


@dataclass
class _Recorded:
    name: str
    version: int = 0
    digest: str = ""
    files: list[Path] = field(default_factory=list)
    pending: bool = False
    next_allowed: float = 0.0
    format: Format = "svg"


class FigureRecorder:
    def __init__(self, folder: Path, events: EventLog, clock: Callable[[], float] = time.monotonic) -> None:
        self._folder = folder
        self._events = events
        self._clock = clock
        self._figures: WeakKeyDictionary[Figure, _Recorded] = WeakKeyDictionary()
        self._count = 0
        self._lock = threading.RLock()

    def record(self, figure: Figure) -> None:
        """Records the figure now, or marks it for the end when it is redrawn too often."""
        with self._lock:
            recorded = self._recorded(figure)
            recorded.pending = True
            if recorded.version < FREE_PICTURES or self._clock() >= recorded.next_allowed:
                self._write(figure, recorded)

    def record_changes(self, figure: Figure) -> None:
        if self._is_news(figure):
            self.record(figure)

    def close(self, figure: Figure) -> None:
        """The last look at a figure, however recently it was drawn."""
        with self._lock:
            waiting = figure in self._figures and self._figures[figure].pending
            if waiting or self._is_news(figure):
                self._write(figure, self._recorded(figure))

    def finish(self) -> None:
        """Open figures that were never shown, and whatever was drawn since it was recorded."""
        for figure in [*open_figures(), *self.known()]:
            self._close_or_tell(figure)

    def _close_or_tell(self, figure: Figure) -> None:
        """A wrong label must not cost the results of the operation."""
        try:
            self.close(figure)
        except Exception as error:
            print(f"A figure cannot be drawn: {error}", file=sys.stderr)

    def known(self) -> list[Figure]:
        return list(self._figures)

    def _is_news(self, figure: Figure) -> bool:
        return bool(figure.axes) and (figure not in self._figures or bool(figure.stale))

    def _recorded(self, figure: Figure) -> _Recorded:
        if figure not in self._figures:
            self._count += 1
            self._figures[figure] = _Recorded(str(self._count))
        return self._figures[figure]

    def _write(self, figure: Figure, recorded: _Recorded) -> None:
        started = self._clock()
        # What was once too much for SVG stays PNG: writing a heavy SVG takes seconds.
        recorded.format, content = render(figure, recorded.format)
        recorded.next_allowed = self._clock() + (self._clock() - started) / SHARE_OF_TIME
        recorded.pending = False
        digest = hashlib.sha256(content).hexdigest()
        if digest == recorded.digest:
            return
        recorded.digest = digest
        recorded.version += 1
        file = self._folder / f"{recorded.name}-{recorded.version}.{recorded.format}"
        write_atomically(file, content)
        recorded.files.append(file)
        while len(recorded.files) > KEPT_VERSIONS:
            recorded.files.pop(0).unlink(missing_ok=True)
        self._events.emit(
            "figure",
            figure=recorded.name,
            version=recorded.version,
            title=title_of(figure),
            file=f"{self._folder.name}/{file.name}",
            format=recorded.format,
        )


def render(figure: Figure, format_: Format) -> tuple[Format, bytes]:
    """SVG, or PNG where so much is drawn that SVG would be heavy to show."""
    if format_ == "svg" and len(content := render_svg(figure)) <= MAX_SVG_BYTES:
        return "svg", content
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=PNG_DPI)
    return "png", buffer.getvalue()


def render_svg(figure: Figure) -> bytes:
    import matplotlib as mpl

    buffer = io.BytesIO()
    # Without salt and date the same picture gives the same bytes, and no new version.
    with mpl.rc_context({"svg.hashsalt": "deepforge"}):
        figure.savefig(buffer, format="svg", metadata={"Date": None})
    return buffer.getvalue()


def title_of(figure: Figure) -> str:
    titles = [figure.get_suptitle(), *(axes.get_title() for axes in figure.axes)]
    return next((title for title in titles if title), figure.get_label() or "")


def write_atomically(path: Path, content: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    temporary = path.with_name(f".{path.name}.tmp")
    temporary.write_bytes(content)
    temporary.replace(path)


def open_figures() -> list[Figure]:
    """The figures that pyplot holds; none where the operation did not import it."""
    if "matplotlib.pyplot" not in sys.modules:
        return []
    from matplotlib._pylab_helpers import Gcf

    return [manager.canvas.figure for manager in Gcf.get_all_fig_managers()]


_current: FigureRecorder | None = None


def use(recorder: FigureRecorder | None) -> None:
    global _current
    _current = recorder


def current() -> FigureRecorder | None:
    return _current
