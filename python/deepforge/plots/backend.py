"""The matplotlib backend of a job (``MPLBACKEND=module://deepforge.plots.backend``).

Whatever would appear on a screen becomes a new version of a recorded figure: ``plt.show()``,
``plt.draw()``, ``plt.pause()`` and ``figure.canvas.draw()``.
"""

from __future__ import annotations

from typing import Any

import matplotlib as mpl
from matplotlib._pylab_helpers import Gcf
from matplotlib.backend_bases import FigureManagerBase
from matplotlib.backends.backend_agg import FigureCanvasAgg

from deepforge.plots.recorder import current


class FigureManager(FigureManagerBase):
    """Stands for the window that a figure would have on a screen."""

    @classmethod
    def pyplot_show(cls, *, block: bool | None = None) -> None:
        """Where a script would wait until its windows are closed, they count as closed.

        The next ``plt.plot`` then starts a new figure, as it would on a screen. A figure that the
        operation still holds goes on under its name.
        """
        for manager in Gcf.get_all_fig_managers():
            manager.show()
        _record_changes_of_closed_figures()
        waits = not mpl.is_interactive() if block is None else block
        if waits:
            Gcf.destroy_all()

    def show(self) -> None:
        recorder = current()
        if recorder:
            recorder.record_changes(self.canvas.figure)

    def destroy(self) -> None:
        """A figure that is closed without having been shown was drawn to be seen all the same."""
        recorder = current()
        if recorder:
            recorder.close(self.canvas.figure)


class FigureCanvas(FigureCanvasAgg):
    manager_class = FigureManager

    def draw(self) -> None:
        super().draw()
        self._record()

    def draw_idle(self, *args: Any, **kwargs: Any) -> None:
        del args, kwargs
        # In interactive mode pyplot asks for this after every command: a picture for each line of
        # the script. The figure is recorded when it is shown, or at the end.
        if not self._is_idle_drawing:
            self._record()

    def flush_events(self) -> None:
        recorder = current()
        if recorder:
            recorder.record_changes(self.figure)

    def start_event_loop(self, timeout: float = 0) -> None:
        """``plt.pause`` leaves time to look at a window; here nobody waits for one."""
        del timeout

    def _record(self) -> None:
        recorder = current()
        if recorder:
            recorder.record(self.figure)


def _record_changes_of_closed_figures() -> None:
    recorder = current()
    if recorder:
        for figure in recorder.known():
            recorder.record_changes(figure)
