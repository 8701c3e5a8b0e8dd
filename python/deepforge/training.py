"""Records training with Keras without extra calls."""

from __future__ import annotations

import functools
import threading
from typing import Any

from deepforge.events import EventLog, Throttle

BATCH_INTERVAL = 0.2


class FitRecorder:
    """What one ``fit`` reports. Keras' own class for callbacks is added in ``record``."""

    # Keras may then call from another thread, and keeps its asynchronous dispatch.
    async_safe = True

    def __init__(self, job: TrainingRecorder) -> None:
        super().__init__()
        self._job = job
        self._model_name = ""
        self._epoch = 0
        self._fit = 0
        self._steps_before_epoch = 0

    params: dict[str, Any]

    def set_model(self, model: Any) -> None:
        # Only the name: with JAX, asking a callback for its model copies all weights back.
        self._model_name = str(getattr(model, "name", ""))

    def on_train_begin(self, logs: object = None) -> None:
        del logs
        self._job.fits += 1
        self._fit = self._job.fits

    def on_epoch_begin(self, epoch: int, logs: object = None) -> None:
        del logs
        self._epoch = epoch + 1
        self._steps_before_epoch = self._job.steps

    def on_train_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        with self._job.lock:
            self._job.steps = max(self._job.steps, self._steps_before_epoch + batch + 1)
            if self._job.throttle.ready():
                self._emit("batch", logs)
                self._progress(batch + 1)

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        self._epoch = epoch + 1
        self._emit("epoch", logs)
        self._progress(None)

    def _emit(self, scope: str, logs: dict[str, Any] | None) -> None:
        self._job.events.emit(
            "metric",
            scope=scope,
            values={name: float(value) for name, value in (logs or {}).items()},
            step=self._job.steps,
            epoch=self._epoch,
            fit=self._fit,
            model=self._model_name,
        )

    def _progress(self, batches: int | None) -> None:
        """``batches`` of the epoch so far; None when it has ended."""
        epochs = int(self.params.get("epochs") or 1)
        steps = self.params.get("steps")
        part = 1.0 if batches is None else min(batches / steps, 1.0) if steps else 0.0
        self._job.events.emit(
            "progress",
            value=self._epoch - 1 + part,
            total=epochs,
            label=f"Epoch {self._epoch}/{epochs}",
        )


class TrainingRecorder:
    """What the fits of a job share."""

    def __init__(self, events: EventLog) -> None:
        self.events = events
        self.throttle = Throttle(BATCH_INTERVAL)
        self.lock = threading.Lock()  # Keras may call from several threads
        self.steps = 0
        self.fits = 0


def record(events: EventLog) -> None:
    """Makes every ``fit`` of this process report to ``events``, whatever the backend or subclass.

    Trainers of all backends hand their callbacks to a ``CallbackList``, so this is the one place
    that also sees models with a ``fit`` or ``train_step`` of their own.
    """
    import keras

    recorder = TrainingRecorder(events)
    callback = type("FitRecorder", (FitRecorder, keras.callbacks.Callback), {})
    list_ = keras.callbacks.CallbackList
    original = list_.__init__

    @functools.wraps(original)
    def init(self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        added = callback(recorder)
        added.set_params(getattr(self, "params", None) or {})
        added.set_model(self.model)
        self.callbacks.append(added)

    list_.__init__ = init
    _print_lines_instead_of_bars(keras)


def _print_lines_instead_of_bars(keras: Any) -> None:
    """A log has no cursor to move back: bars would fill it with thousands of control characters.

    Trainers and downloads draw with ``Progbar``; its mode 2 prints one line at the end.
    """
    bar = keras.utils.Progbar
    original = bar.__init__

    @functools.wraps(original)
    def init(self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        if self.verbose == 1:
            self.verbose = 2

    bar.__init__ = init
