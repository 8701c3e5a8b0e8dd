"""Real job folders, run by real processes, as a backend would."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

# The backend that the project brings; Keras would take another one, and reads this when it is imported.
os.environ.setdefault("KERAS_BACKEND", "jax")

PACKAGE = Path(__file__).parent.parent
PATIENCE = 60  # seconds; a test that waits this long has failed


@dataclass(frozen=True)
class Answer:
    """What a job left behind."""

    folder: Path
    exit_code: int
    events: list[dict[str, Any]]
    log: str

    @property
    def types(self) -> list[str]:
        return [event["type"] for event in self.events]

    def of_type(self, type_: str) -> list[dict[str, Any]]:
        return [event for event in self.events if event["type"] == type_]

    @property
    def failure(self) -> dict[str, Any]:
        assert self.types[-1] == "failed", self.log
        assert self.exit_code != 0
        return self.events[-1]

    @property
    def error(self) -> dict[str, Any]:
        return self.failure["error"]

    def output(self, port: str) -> dict[str, Any]:
        assert self.types[-1] == "succeeded", self.log
        return next(event for event in self.of_type("output") if event["port"] == port)

    def file(self, port: str) -> Path:
        return self.folder / self.output(port)["file"]


class JobFolder:
    """A job that is written and started, but perhaps not over."""

    def __init__(self, folder: Path, code: str, warnings: str = "error", **job: Any) -> None:
        self.folder = folder
        self.warnings = warnings
        self.folder.mkdir()
        (folder / "operation.py").write_text(textwrap.dedent(code), encoding="utf-8")
        description = {
            "protocol": 1,
            "jobId": folder.name,
            "name": "Test",
            "seed": None,
            "operation": {"module": "operation.py", "class": None},
            "codeFolder": "code",
            **job,
        }
        description["outputs"] = [
            {"port": port, "type": "any"} if isinstance(port, str) else port
            for port in job.get("outputs", [])
        ]
        (folder / "job.json").write_text(json.dumps(description), encoding="utf-8")

    def add(self, name: str, text: str) -> None:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(textwrap.dedent(text), encoding="utf-8")

    def start(self) -> subprocess.Popen[bytes]:
        work = self.folder / "work"
        work.mkdir(exist_ok=True)
        with (self.folder / "stdout.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-W", self.warnings, "-m", "deepforge.run", str(self.folder)],
                cwd=work,
                env=environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def answer(self, process: subprocess.Popen[Any]) -> Answer:
        try:
            exit_code = process.wait(PATIENCE)
        finally:
            process.kill()
            process.wait()
        log = (self.folder / "stdout.log").read_text(encoding="utf-8")
        return Answer(self.folder, exit_code, self.events(), log)

    def run(self) -> Answer:
        return self.answer(self.start())

    def events(self) -> list[dict[str, Any]]:
        file = self.folder / "events.jsonl"
        return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def environment() -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("DEEPFORGE_")}
    kept.pop("MPLBACKEND", None)
    return kept | {"PYTHONPATH": str(PACKAGE)}


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "the condition did not come true"
        time.sleep(0.01)


class WarmProcess:
    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "deepforge.run", "--warm"],
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def run(self, job: JobFolder) -> Answer:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{job.folder}\n".encode())
        self.process.stdin.flush()
        return job.answer(self.process)

    def printed(self) -> bytes:
        assert self.process.stdout is not None
        return self.process.stdout.read()

    def close(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(PATIENCE)
        self.process.stdout.close()


@pytest.fixture
def new_job(tmp_path: Path) -> Callable[..., JobFolder]:
    def make(code: str, **job: Any) -> JobFolder:
        return JobFolder(tmp_path / f"job-{len(list(tmp_path.glob('job-*')))}", code, **job)

    return make


@pytest.fixture
def run_job(new_job: Callable[..., JobFolder]) -> Callable[..., Answer]:
    return lambda code, **job: new_job(code, **job).run()


@pytest.fixture
def warm() -> Iterator[WarmProcess]:
    process = WarmProcess()
    yield process
    process.close()
