"""Ends a job on SIGTERM, also while it computes in native code."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from types import FrameType

from deepforge.failure import Cancelled

GRACE = 1.0  # seconds for the operation to clean up; the gateway kills the group after 2


def cancel_on_sigterm(give_up: Callable[[], None]) -> Callable[[], None]:
    """Raises ``Cancelled`` in the main thread; calls ``give_up`` if it does not end in time.

    A Python signal handler waits for native code to return, which may take minutes in a compiled
    training step. The wake-up pipe is written at once, by the C handler. Returns what ends this.
    """
    awake, wake = os.pipe()
    os.set_blocking(wake, False)
    ended = threading.Event()
    signal.signal(signal.SIGTERM, _raise_cancelled)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)

    def watch() -> None:
        while (received := os.read(awake, 1)) and received[0] != signal.SIGTERM:
            pass
        if received and not ended.wait(GRACE):
            give_up()

    os.register_at_fork(after_in_child=_forget)
    threading.Thread(target=watch, name="deepforge-cancel", daemon=True).start()

    def stop() -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # what is being reported stays reported
        ended.set()

    return stop


def _forget() -> None:
    """A forked child shares the pipe: ending one worker of a pool must not cancel the job."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _raise_cancelled(signum: int, frame: FrameType | None) -> None:
    del frame
    signal.signal(signum, signal.SIG_IGN)  # once: the report of it must not be interrupted again
    raise Cancelled
