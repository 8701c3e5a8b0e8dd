"""Ending a job from outside."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable

import pytest

from conftest import Answer, JobFolder, wait_until

NewJob = Callable[..., JobFolder]

WAITING = """
    import time

    class Wait:
        def execute(self):
            time.sleep(60)
    """
STUBBORN = """
    import time

    class Wait:
        def execute(self):
            while True:
                try:
                    time.sleep(60)
                except BaseException:
                    pass
    """
NATIVE = """
    import hashlib

    class Compute:
        def execute(self):  # one call into C, like a compiled training step: no Python runs in it
            return hashlib.pbkdf2_hmac("sha256", b"", b"", 2**31 - 1)
    """


@pytest.mark.parametrize("code", [WAITING, STUBBORN, NATIVE])
def test_sigterm_cancels_within_two_seconds(new_job: NewJob, code: str) -> None:
    job = new_job(code)
    process = job.start()
    wait_until(lambda: (job.folder / "events.jsonl").exists() and is_running(job))
    asked = time.monotonic()
    process.send_signal(signal.SIGTERM)
    answer = job.answer(process)
    assert time.monotonic() - asked < 2
    assert answer.error["kind"] == "cancelled"
    assert answer.error["message"] == "The job was cancelled."


def test_an_operation_can_clean_up_when_it_is_cancelled(new_job: NewJob) -> None:
    job = new_job(
        """
        import time

        class Wait:
            def execute(self):
                try:
                    time.sleep(60)
                finally:
                    print("cleaned up")
        """
    )
    process = job.start()
    wait_until(lambda: (job.folder / "events.jsonl").exists() and is_running(job))
    process.send_signal(signal.SIGTERM)
    assert "cleaned up" in job.answer(process).log


def test_ending_a_worker_of_a_pool_does_not_cancel_the_job(
    run_job: Callable[..., Answer],
) -> None:
    answer = run_job(
        """
        import multiprocessing

        def double(x):
            return 2 * x

        class Pool:
            def execute(self):
                with multiprocessing.get_context("fork").Pool(2) as pool:
                    doubled = pool.map(double, [1, 2])  # leaving terminates the workers
                multiprocessing.Event().wait(1.2)  # longer than a cancelled job may take
                return doubled
        """,
        outputs=["doubled"],
    )
    assert answer.file("doubled").read_text() == "[2, 4]"


def is_running(job: JobFolder) -> bool:
    return any(event["type"] == "running" for event in job.events())
