"""log, progress and the channel behind them."""

from __future__ import annotations

import json
import math
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import deepforge
from conftest import Answer
from deepforge.events import MAX_LINE_BYTES, EventLog, Throttle, encode_event

RunJob = Callable[..., Answer]


def test_outside_a_job_nothing_happens(capfd: pytest.CaptureFixture[str]) -> None:
    deepforge.log({"loss": 0.5}, step=3)
    deepforge.progress(1, total=2, label="Reading")
    assert capfd.readouterr() == ("", "")


def test_logged_numbers_are_recorded_with_their_step(run_job: RunJob) -> None:
    answer = run_job(
        """
        import deepforge
        import numpy as np

        class Log:
            def execute(self):
                deepforge.log({"loss": np.float32(0.5), "ok": True}, step=10)
                deepforge.log({"loss": np.array([0.25])})
                deepforge.log({"loss": float("nan")})
        """
    )
    assert [(m["scope"], m["step"], m["values"]) for m in answer.of_type("metric")] == [
        ("log", 10, {"loss": 0.5, "ok": 1.0}),
        ("log", 0, {"loss": 0.25}),
        ("log", 1, {"loss": None}),
    ]


@pytest.mark.parametrize(
    ("metrics", "received"),
    [(0.5, r"Received: 0\.5"), ({"x": "high"}, "Received: 'high'"), ({"x": np.eye(2)}, "ndarray")],
)
def test_what_is_not_a_number_is_explained(metrics: Any, received: str) -> None:
    with pytest.raises(TypeError, match=f"(?s)Expected .*{received}"):
        deepforge.log(metrics)


def test_progress_is_throttled_but_arrives(run_job: RunJob) -> None:
    answer = run_job(
        """
        import deepforge

        class Count:
            def execute(self):
                for i in range(10_001):
                    deepforge.progress(i, total=10_000, label="Zählen")
        """
    )
    progress = answer.of_type("progress")
    assert len(progress) < 20
    assert progress[-1]["value"] == progress[-1]["total"] == 10_000
    assert progress[-1]["label"] == "Zählen"


def test_progress_that_is_no_number_is_not_told(run_job: RunJob) -> None:
    answer = run_job(
        """
        import deepforge

        class Divide:
            def execute(self):
                deepforge.progress(float("nan"), total=2)
                deepforge.progress(1, total=float("inf"))
        """
    )
    assert [(p["value"], p.get("total")) for p in answer.of_type("progress")] == [(1, None)]


def test_a_throttle_says_yes_once_in_an_interval() -> None:
    times = iter([0.0, 0.1, 0.2, 0.25, 0.5])
    throttle = Throttle(0.2, clock=lambda: next(times))
    assert [throttle.ready() for _ in range(5)] == [True, False, True, False, True]


def test_lines_of_many_threads_stay_whole(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    logs = [EventLog(path, clock=lambda: 0.0) for _ in range(2)]
    threads = [
        threading.Thread(target=lambda i=i: [logs[i % 2].emit("x", text="ä" * 5000, i=i) for _ in range(50)])
        for i in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for log in logs:
        log.close_with("end")
    events = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert len(events) == 402


@pytest.mark.parametrize(
    "fields",
    [
        {"text": "🌍" * 100_000},
        {"values": {f"metric {i}": i for i in range(10_000)}},
        {"traceback": [{"code": "x" * 10_000}] * 500},
        {"text": "\udcff", "value": math.nan},
    ],
)
def test_a_line_is_valid_json_of_at_most_64_kb(fields: dict[str, Any]) -> None:
    line = encode_event({"type": "x", **fields})
    assert len(line) <= MAX_LINE_BYTES
    assert line.count(b"\n") == 1
    assert json.loads(line)["type"] == "x"
