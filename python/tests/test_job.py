"""A job from its folder to its last event."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from conftest import Answer, JobFolder

RunJob = Callable[..., Answer]
NewJob = Callable[..., JobFolder]


def test_hello_world(run_job: RunJob) -> None:
    answer = run_job(
        """
        class Hello:
            def __init__(self, who="nobody"):
                self.who = who

            def execute(self):
                print("Hello", self.who)
                return f"Hello {self.who}"
        """,
        arguments={"who": "wörld 🌍"},
        outputs=["greeting"],
    )
    assert answer.exit_code == 0
    assert answer.types == ["started", "running", "output", "succeeded"]
    assert answer.log == "Hello wörld 🌍\n"
    assert json.loads(answer.file("greeting").read_text("utf-8")) == "Hello wörld 🌍"
    assert answer.output("greeting")["summary"] == {"value": "Hello wörld 🌍"}


def test_several_outputs_are_returned_in_order_or_by_name(run_job: RunJob) -> None:
    in_order = run_job(
        """
        class Split:
            def execute(self):
                return 1, [2, "b"]
        """,
        outputs=["one", "two"],
    )
    by_name = run_job(
        """
        class Split:
            def execute(self):
                return {"two": [2, "b"], "one": 1}
        """,
        outputs=["one", "two"],
    )
    for answer in (in_order, by_name):
        assert [event["port"] for event in answer.of_type("output")] == ["one", "two"]
        assert json.loads(answer.file("two").read_text()) == [2, "b"]


def test_a_dictionary_stays_one_where_one_is_declared(run_job: RunJob) -> None:
    code = """
        class Make:
            def execute(self):
                return {"options": 1}
        """
    declared = run_job(code, outputs=[{"port": "options", "type": "dict"}])
    by_name = run_job(code, outputs=["options"])
    assert json.loads(declared.file("options").read_text()) == {"options": 1}
    assert json.loads(by_name.file("options").read_text()) == 1


@pytest.mark.parametrize(
    ("returned", "received"),
    [
        ("1", "one value of type int"),
        ("(1, 2, 3)", "3 values"),
        ("None", "None"),
        ("{'a': 1, 'c': 2}", "a dictionary with a, c"),
    ],
)
def test_a_wrong_number_of_outputs_is_explained(run_job: RunJob, returned: str, received: str) -> None:
    answer = run_job(
        f"""
        class Make:
            def execute(self):
                return {returned}
        """,
        outputs=["a", "b"],
    )
    assert answer.error["kind"] == "output"
    assert answer.error["message"] == (
        f"Expected 2 outputs from Make.execute: a, b. Received: {received}; "
        "return them in this order, as in `return a, b`."
    )


def test_a_forgotten_return_is_explained(run_job: RunJob) -> None:
    answer = run_job(
        """
        class Make:
            def execute(self):
                result = 1
        """,
        outputs=["result"],
    )
    assert answer.error["message"] == (
        "Expected the output 'result' from Make.execute. Received: None; end it with `return result`."
    )


def test_inputs_reach_execute_by_name_and_unwired_ones_keep_their_default(
    new_job: NewJob,
) -> None:
    job = new_job(
        """
        class Add:
            def execute(self, x, y=1):
                x += y  # the file behind x must not notice
                return x
        """,
        inputs=[{"port": "x", "path": "PATH", "format": "npy"}],
        outputs=["sum"],
    )
    content = job.folder / "0a1b2c"  # content is stored without a suffix
    with content.open("wb") as file:
        np.save(file, np.arange(3))
    description = job.folder / "job.json"
    description.write_text(description.read_text().replace("PATH", str(content)))
    answer = job.run()
    assert np.load(answer.file("sum")).tolist() == [1, 2, 3]
    assert np.load(content).tolist() == [0, 1, 2]
    assert answer.output("sum")["summary"] == {"shape": [3], "dtype": "int64"}


def test_an_input_and_an_artifact_may_have_one_name(new_job: NewJob, tmp_path: Path) -> None:
    for name, value in {"given": 1, "held": 2}.items():
        with (tmp_path / name).open("wb") as file:
            np.save(file, np.array(value))
    job = new_job(
        """
        class Compare:
            def __init__(self, data):
                self.data = data

            def execute(self, data):
                return [int(self.data), int(data)]
        """,
        references={
            "data": {"kind": "artifact", "path": f"{tmp_path}/held", "format": "npy", "trusted": True}
        },
        inputs=[{"port": "data", "path": f"{tmp_path}/given", "format": "npy"}],
        outputs=["both"],
    )
    answer = job.run()
    assert json.loads(answer.file("both").read_text()) == [2, 1]
    links = {link.name: link.resolve().name for link in (job.folder / "inputs").iterdir()}
    assert links == {"data.npy": "given", "reference-data.npy": "held"}


def test_inputs_that_are_not_wired_are_named_before_anything_runs(run_job: RunJob) -> None:
    answer = run_job(
        """
        class Train:
            def __init__(self):
                print("constructed")

            def execute(self, x, y, z=1):
                return x
        """
    )
    assert "running" not in answer.types
    assert "constructed" not in answer.log
    assert answer.error["kind"] == "input"
    assert answer.error["type"] == "InputError"
    assert answer.error["message"] == (
        "Expected a value for the inputs 'x', 'y' of Train.execute. Received: nothing; "
        "connect it, or give the parameter a default."
    )
    assert answer.failure["line"] == 6


def test_attributes_that_the_constructor_does_not_know_are_named(run_job: RunJob) -> None:
    answer = run_job(
        """
        class Train:
            def __init__(self, epochs):
                pass

            def execute(self):
                pass
        """,
        arguments={"epochs": 1, "rate": 0.1},
    )
    assert answer.error["message"] == (
        "Expected Train.__init__ to take the attribute or reference 'rate'. "
        "Received: the parameters epochs; "
        "add the parameter to the code, or remove it from the operation."
    )


def test_an_input_that_cannot_be_read_is_named(new_job: NewJob, tmp_path: object) -> None:
    file = f"{tmp_path}/content"
    job = new_job(
        """
        class Show:
            def execute(self, x):
                pass
        """,
        inputs=[{"port": "x", "path": file, "format": "npy"}],
    )
    with open(file, "w") as content:  # noqa: PTH123
        content.write("not an array")
    answer = job.run()
    assert answer.error["kind"] == "input"
    assert answer.error["message"].startswith(
        "The input 'x' cannot be read. Expected a file in the format npy. Received: x.npy"
    )


def test_a_failure_shows_the_line_of_the_operation(run_job: RunJob) -> None:
    answer = run_job(
        """
        import json

        class Parse:
            def execute(self):
                return self.parse("{")

            def parse(self, text):
                return json.loads(text)
        """,
        outputs=["value"],
    )
    assert answer.types == ["started", "running", "failed"]
    assert answer.error["kind"] == "operation"
    assert answer.error["type"] == "JSONDecodeError"
    assert answer.failure["line"] == 9
    assert answer.error["traceback"][:2] == [
        {
            "file": "operation.py",
            "line": 6,
            "function": "execute",
            "code": 'return self.parse("{")',
        },
        {
            "file": "operation.py",
            "line": 9,
            "function": "parse",
            "code": "return json.loads(text)",
        },
    ]
    assert answer.error["text"].startswith(
        'Traceback (most recent call last):\n  File "operation.py", line 6, in execute\n'
    )
    assert "deepforge" not in answer.error["text"]
    assert answer.error["text"] in answer.log


def test_a_syntax_error_shows_its_line(run_job: RunJob) -> None:
    answer = run_job("class Broken:\n    def execute(self)\n        pass\n")
    assert answer.error["kind"] == "operation"
    assert answer.error["type"] == "SyntaxError"
    assert answer.failure["line"] == 2
    assert answer.error["traceback"][-1]["code"] == "def execute(self)"
    assert 'File "operation.py", line 2' in answer.error["text"]


def test_an_operation_needs_exactly_one_class_with_execute(run_job: RunJob) -> None:
    none = run_job("x = 1\n")
    two = run_job(
        """
        class A:
            def execute(self): pass
        class B(A):
            pass
        """
    )
    assert "Expected one class with execute in operation.py. Received: none" in none.log
    assert "Received: A, B" in two.error["message"]


def test_the_project_code_can_be_imported(new_job: NewJob) -> None:
    job = new_job(
        """
        from shared.numbers import answer

        class Ask:
            def execute(self):
                return answer
        """,
        outputs=["answer"],
    )
    job.add("code/shared/numbers.py", "answer = 42\n")
    assert job.run().output("answer")["summary"] == {"value": 42}


@pytest.mark.parametrize("leave", ["sys.exit(0)", "raise SystemExit"])
def test_leaving_is_not_success(run_job: RunJob, leave: str) -> None:
    answer = run_job(
        f"""
        import sys

        class Leave:
            def execute(self):
                {leave}
        """
    )
    assert answer.error["type"] == "SystemExit"
    assert answer.failure["line"] == 6


def test_the_last_event_is_the_last_whatever_threads_do(run_job: RunJob) -> None:
    answer = run_job(
        """
        import threading
        import deepforge

        class Chatter:
            def execute(self):
                def chat():
                    while not stop.wait(0.0001):
                        deepforge.log({"x": 1})
                stop = threading.Event()
                for _ in range(8):
                    threading.Thread(target=chat, daemon=True).start()
                while not stop.wait(0.05):
                    break
        """
    )
    assert answer.types[-1] == "succeeded"
    assert answer.types.count("succeeded") == 1
    assert len(answer.of_type("metric")) > 8


def test_an_unreadable_description_is_a_failure_of_the_system(new_job: NewJob) -> None:
    job = new_job("")
    (job.folder / "job.json").write_text("{")
    answer = job.run()
    assert answer.error["kind"] == "system"
    assert answer.error["message"].startswith("Expected a job description in ")


def test_the_environment_of_the_job_is_set_before_its_code_is_imported(run_job: RunJob) -> None:
    answer = run_job(
        """
        import os
        at_import = os.environ["COLOUR"]

        class Show:
            def execute(self):
                return at_import
        """,
        env={"COLOUR": "green"},
        outputs=["colour"],
    )
    assert answer.output("colour")["summary"] == {"value": "green"}


def test_nobody_types(run_job: RunJob) -> None:
    answer = run_job(
        """
        class Ask:
            def execute(self):
                return input("Name? ")
        """,
        outputs=["name"],
    )
    assert answer.error["type"] == "EOFError"


def test_the_same_seed_draws_the_same_numbers(run_job: RunJob) -> None:
    code = """
        import random

        class Draw:
            def execute(self):
                import numpy as np
                return [random.random(), float(np.random.rand())]
        """
    first, second, other = (run_job(code, seed=seed, outputs=["drawn"]) for seed in (7, 7, 8))
    assert first.file("drawn").read_text() == second.file("drawn").read_text()
    assert first.file("drawn").read_text() != other.file("drawn").read_text()


def test_a_crash_leaves_its_stack_in_the_log(run_job: RunJob) -> None:
    answer = run_job(
        """
        import faulthandler

        class Crash:
            def execute(self):
                faulthandler._sigsegv()
        """
    )
    assert answer.exit_code < 0
    assert answer.types == ["started", "running"]
    assert "Segmentation fault" in answer.log
    assert "operation.py" in answer.log


def test_a_job_without_keras_imports_neither_keras_nor_matplotlib_nor_numpy(
    run_job: RunJob,
) -> None:
    answer = run_job(
        """
        import sys

        class Look:
            def execute(self):
                return [name for name in ("keras", "matplotlib", "numpy") if name in sys.modules]
        """,
        outputs=["imported"],
    )
    assert answer.file("imported").read_text() == "[]"


def test_large_outputs_are_hashed_without_being_held_in_memory(run_job: RunJob) -> None:
    answer = run_job(
        """
        import numpy as np

        class Make:
            def execute(self):
                return np.broadcast_to(np.uint8(1), (256, 1024, 1024))
        """,
        outputs=["ones"],
    )
    output = answer.output("ones")
    assert output["size"] == answer.file("ones").stat().st_size == 2**28 + 128
    assert output["sha256"] == hashlib.sha256(answer.file("ones").read_bytes()).hexdigest()


def test_a_forgotten_thread_does_not_keep_the_job_alive(run_job: RunJob) -> None:
    answer = run_job(
        """
        import atexit
        import threading

        class Forget:
            def execute(self):
                threading.Thread(target=threading.Event().wait).start()
                atexit.register(print, "registered for the end")
        """
    )
    assert answer.types[-1] == "succeeded"
    assert answer.exit_code == 0
    assert answer.log == "registered for the end\n"
