"""Runs one job: ``python -m deepforge.run <jobdir>``. See ``deepforge.protocol``.

With ``--warm`` instead of the folder, the process imports Keras first and then waits for the path
of the folder on its standard input.
"""

from __future__ import annotations

import atexit
import faulthandler
import os
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from io import TextIOWrapper
from pathlib import Path
from typing import Any, NoReturn

from deepforge import events, operation, project_modules, seeding, training, values
from deepforge.cancel import cancel_on_sigterm
from deepforge.events import EventLog
from deepforge.failure import Cancelled, describe
from deepforge.imports import after_import, before_import
from deepforge.job import JobDescription, read_job
from deepforge.plots import recorder as plots
from deepforge.plots.recorder import FigureRecorder
from deepforge.protocol import PROTOCOL, FailureKind

SUCCEEDED, FAILED, MISUSED = 0, 1, 2
BACKENDS = ("jax", "tensorflow", "torch")  # lightest first
PLOT_BACKEND = "module://deepforge.plots.backend"
# What libraries read once, when they are imported.
READ_AT_IMPORT = ("KERAS_", "JAX_", "XLA_", "TF_", "CUDA_", "OMP_", "OPENBLAS_", "MKL_", "TORCH_")


def main(arguments: list[str]) -> int:
    warm = arguments == ["--warm"]
    if len(arguments) != 1 or (not warm and not Path(arguments[0]).is_dir()):
        received = " ".join(arguments) or "nothing"
        print(f"Expected a job folder, or --warm. Received: {received}.", file=sys.stderr)
        return MISUSED
    if not warm:
        return JobRun(Path(arguments[0]).resolve(), warm=False).run()
    folder = wait_for_job()
    return SUCCEEDED if folder is None else JobRun(folder, warm=True).run()


def wait_for_job() -> Path | None:
    """Imports Keras, then waits for a job; none when the other end closes."""
    choose_keras_backend()
    import keras

    keras.random.uniform((1,))  # wakes the backend's device, which is half of a first use
    line = sys.stdin.readline().strip()
    if not line:
        return None
    folder = Path(line).resolve()
    log = os.open(folder / "stdout.log", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.close(log)
    return folder


def choose_keras_backend() -> None:
    """The lightest that is installed, unless someone chose. Keras' own default is TensorFlow."""
    if "KERAS_BACKEND" not in os.environ:
        installed = (backend for backend in BACKENDS if find_spec(backend))
        os.environ["KERAS_BACKEND"] = next(installed, BACKENDS[0])


class JobRun:
    """One job in this process, from its description to its last event."""

    def __init__(self, folder: Path, warm: bool) -> None:
        self.folder = folder
        self.warm = warm
        self.source = folder / "operation.py"
        self.kind: FailureKind = "system"  # what it means if the current step fails
        self.events = EventLog(folder / "events.jsonl")
        self.figures = FigureRecorder(folder / "figures", self.events)

    def run(self) -> int:
        stop_listening = cancel_on_sigterm(self._give_up)
        try:
            self._perform()
            stop_listening()
        except BaseException as error:
            stop_listening()
            failure = self._fail(error)
            self._finish("failed", **failure)
            return FAILED
        self._finish("succeeded")
        return SUCCEEDED

    def _perform(self) -> None:
        job = read_job(self.folder)
        self.source = job.operation
        self._prepare_process(job)
        self.events.emit("started", **about_this_process(self.warm))
        self._record()
        if job.seed is not None:
            seeding.seed_everything(job.seed)
        returned, name = self._call_operation(job)
        self.figures.finish()
        with self._step("output"):
            outputs = operation.match_outputs(returned, job.outputs, name)
            for port, value in outputs.items():
                values.save_output(port, value, self.folder, self.events)

    def _call_operation(self, job: JobDescription) -> tuple[Any, str]:
        with self._step("operation"):
            module = operation.load_module(job.operation)
            class_ = operation.find_class(module, job.class_name)
        with self._step("input"):
            operation.check_constructor(class_, [*job.arguments, *job.references])
            operation.check_execute(class_, [item["port"] for item in job.inputs])
            inputs = {i["port"]: values.load_input(i, job.folder) for i in job.inputs}
        if job.seed is not None:
            seeding.reseed(job.seed)
        references = {name: self._load_reference(name, job) for name in job.references}
        with self._step("operation"):
            instance = class_(**job.arguments, **references)
            self.events.emit("running")
            return instance.execute(**inputs), f"{class_.__name__}.execute"

    def _load_reference(self, name: str, job: JobDescription) -> Any:
        reference = job.references[name]
        with self._step("architecture" if reference["kind"] == "architecture" else "input"):
            return values.load_reference(name, reference, job.folder)

    def _prepare_process(self, job: JobDescription) -> None:
        self._apply_environment(job.env)
        redirect_stdin()
        make_output_immediate()
        faulthandler.enable()
        os.environ[events.ENVIRONMENT_VARIABLE] = str(self.folder / "events.jsonl")
        os.environ["MPLBACKEND"] = job.env.get("MPLBACKEND", PLOT_BACKEND)
        work = self.folder / "work"
        work.mkdir(exist_ok=True)
        os.chdir(work)
        if job.code is not None:
            project_modules.use(job.code)

    def _record(self) -> None:
        events.use(self.events)
        plots.use(self.figures)
        before_import("keras", choose_keras_backend)
        after_import("keras", lambda: training.record(self.events))

    def _apply_environment(self, env: dict[str, str]) -> None:
        changed = [name for name, value in env.items() if os.environ.get(name) != value]
        os.environ.update(env)
        if self.warm and any(name.startswith(READ_AT_IMPORT) for name in changed):
            # Too late to tell libraries that are already imported: start afresh, in this process.
            os.execv(sys.executable, [sys.executable, "-m", "deepforge.run", str(self.folder)])

    @contextmanager
    def _step(self, kind: FailureKind) -> Iterator[None]:
        before, self.kind = self.kind, kind
        yield
        self.kind = before  # left as it is when the step fails

    def _fail(self, error: BaseException) -> dict[str, Any]:
        with suppress(Exception):  # the failure to report is the first one
            self.figures.finish()
        failure = describe(error, self.kind, self.folder, self.source)
        print(failure["error"]["text"], file=sys.stderr, end="")
        return failure

    def _finish(self, type_: str, **fields: Any) -> None:
        flush_output()
        self.events.close_with(type_, **fields)

    def _give_up(self) -> None:
        failure = describe(Cancelled(), "cancelled", self.folder, self.source)
        self.events.close_with("failed", **failure)
        os._exit(FAILED)


def about_this_process(warm: bool) -> dict[str, Any]:
    about: dict[str, Any] = {
        "protocol": PROTOCOL,
        "pid": os.getpid(),
        "python": platform.python_version(),
        "platform": sys.platform,
        "warm": warm,
    }
    keras = sys.modules.get("keras")
    if keras is not None:
        about |= {"keras": keras.__version__, "backend": keras.backend.backend()}
    return about


def redirect_stdin() -> None:
    """Nobody is there to type: reading ends at once instead of waiting for ever."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)


def make_output_immediate() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)


def leave(exit_code: int) -> NoReturn:
    """Ends the process without taking its modules apart, which takes a second with JAX.

    Nor does it wait for threads that an operation forgot: whatever counts was written before the
    last event. What libraries registered for the end still runs.
    """
    atexit._run_exitfuncs()
    flush_output()
    os._exit(exit_code)


def flush_output() -> None:
    for stream in (sys.stdout, sys.stderr):
        stream.flush()


if __name__ == "__main__":
    leave(main(sys.argv[1:]))
