"""Training with Keras in a job, cold and warm."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Answer, JobFolder, WarmProcess

NewJob = Callable[..., JobFolder]

ARCHITECTURE = """
    import keras

    def build_model():
        inputs = keras.Input((4,), name="features")
        outputs = keras.layers.Dense(3, activation="softmax", name="classes")(inputs)
        return keras.Model(inputs, outputs, name="iris")
    """
TRAIN = """
    import numpy as np

    class Train:
        def __init__(self, model, epochs=1):
            self.model = model
            self.epochs = epochs

        def execute(self):
            x = np.random.rand(96, 4).astype("float32")
            y = np.arange(96) % 3
            self.model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
            history = self.model.fit(
                x, y, batch_size=8, epochs=self.epochs, validation_split=0.5
            )
            self.model.evaluate(x, y, verbose=1)
            return self.model, history, self.model(x[:2])
    """
OUTPUTS = ["model", "history", "predictions"]
REFERENCE = {
    "model": {
        "kind": "architecture",
        "module": "references/model.py",
        "function": "build_model",
    }
}


def training_job(new_job: NewJob, **job: object) -> JobFolder:
    folder = new_job(
        TRAIN,
        arguments={"epochs": 2},
        references=REFERENCE,
        outputs=OUTPUTS,
        seed=5,
        warnings="default",  # Keras itself warns
        **job,
    )
    folder.add("references/model.py", ARCHITECTURE)
    return folder


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Answer:
    folder = tmp_path_factory.mktemp("trained") / "job"
    return training_job(lambda code, **job: JobFolder(folder, code, **job)).run()


def test_training_is_recorded_without_extra_calls(trained: Answer) -> None:
    check_metrics(trained)
    check_progress(trained)
    check_log(trained)
    check_outputs(trained)


def test_a_warm_process_trains_the_same(new_job: NewJob, warm: WarmProcess, trained: Answer) -> None:
    answer = warm.run(training_job(new_job))
    check_metrics(answer)
    check_outputs(answer)
    assert warm.printed() == b""
    assert "Epoch 2/2" in answer.log
    assert answer.events[0]["warm"] is True
    assert answer.events[0]["backend"] == os.environ.get("KERAS_BACKEND", "jax")
    assert losses(answer) == losses(trained), "the seed makes warm and cold the same"


def losses(answer: Answer) -> list[float]:
    return [m["values"]["loss"] for m in answer.of_type("metric") if m["scope"] == "epoch"]


def check_metrics(answer: Answer) -> None:
    assert answer.types[-1] == "succeeded", answer.log
    epochs = [event for event in answer.of_type("metric") if event["scope"] == "epoch"]
    assert [(m["epoch"], m["step"], m["fit"], m["model"]) for m in epochs] == [
        (1, 6, 1, "iris"),
        (2, 12, 1, "iris"),
    ]
    assert set(epochs[0]["values"]) == {"loss", "accuracy", "val_loss", "val_accuracy"}
    batches = [event for event in answer.of_type("metric") if event["scope"] == "batch"]
    assert batches
    assert set(batches[0]["values"]) == {"loss", "accuracy"}


def check_progress(answer: Answer) -> None:
    last = answer.of_type("progress")[-1]
    assert (last["value"], last["total"], last["label"]) == (2, 2, "Epoch 2/2")


def check_log(answer: Answer) -> None:
    """One line for an epoch, also where the author asked for bars."""
    assert "Epoch 2/2" in answer.log
    assert not {"\b", "\r", "\x1b"} & set(answer.log)
    assert len(re.findall("loss: ", answer.log)) == 5  # two of fit, two of its validation, evaluate


def check_outputs(answer: Answer) -> None:
    model = answer.output("model")
    assert model["format"] == "keras"
    assert model["pythonType"] == "keras.src.models.functional.Functional"
    assert model["summary"]["parameters"] == 15
    history = json.loads(answer.file("history").read_text())
    assert len(history["val_loss"]) == 2
    predictions = answer.output("predictions")
    assert (predictions["format"], predictions["summary"]["shape"]) == ("npy", [2, 3])


def test_a_model_is_loaded_by_plain_keras_and_by_the_next_job(
    new_job: NewJob, trained: Answer, tmp_path: Path
) -> None:
    model = trained.file("model")
    plain = "import keras, sys; print(keras.saving.load_model(sys.argv[1]).count_params())"
    environment = {**os.environ, "KERAS_BACKEND": os.environ.get("KERAS_BACKEND", "jax")}
    printed = subprocess.run(
        [sys.executable, "-c", plain, str(model)],
        env=environment,
        capture_output=True,
        check=True,
        text=True,
    )
    assert printed.stdout.strip() == "15"

    content = tmp_path / "0a1b2c"  # content is stored without a suffix
    shutil.copyfile(model, content)
    next_job = new_job(
        """
        class Count:
            def execute(self, model):
                return model.count_params()
        """,
        warnings="default",
        inputs=[{"port": "model", "path": str(content), "format": "keras"}],
        outputs=["count"],
    )
    assert next_job.run().file("count").read_text() == "15"


def test_subclassed_models_and_loops_of_their_own_are_recorded(new_job: NewJob, warm: WarmProcess) -> None:
    answer = warm.run(
        new_job(
            """
            import keras
            import numpy as np

            class Plain(keras.Model):
                def __init__(self):
                    super().__init__(name="plain")
                    self.dense = keras.layers.Dense(1)

                def call(self, x):
                    return self.dense(x)

                def fit(self, *args, **kwargs):
                    return super().fit(*args, **kwargs)

            class Train:
                def execute(self):
                    def batches():
                        while True:
                            yield np.ones((2, 4), "float32"), np.ones((2, 1), "float32")
                    for _ in range(2):
                        model = Plain()
                        model.compile("sgd", "mse", run_eagerly=True)
                        model.fit(batches(), steps_per_epoch=3, epochs=2, verbose=0, shuffle=False)
            """
        )
    )
    epochs = [event for event in answer.of_type("metric") if event["scope"] == "epoch"]
    assert [(m["fit"], m["epoch"], m["step"]) for m in epochs] == [
        (1, 1, 3),
        (1, 2, 6),
        (2, 1, 9),
        (2, 2, 12),
    ]
    assert "loss" not in answer.log


@pytest.mark.parametrize(
    ("architecture", "message"),
    [
        ("def build_model():\n    raise ValueError('no')\n", "no"),
        ("x = 1\n", "Expected a function build_model in model.py"),
        ("def build_model():\n    return 1\n", "to return a keras.Model"),
    ],
)
def test_a_wrong_architecture_is_told_apart(new_job: NewJob, architecture: str, message: str) -> None:
    job = training_job(new_job)
    (job.folder / "references/model.py").write_text(architecture)
    answer = job.run()
    assert answer.error["kind"] == "architecture"
    assert message in answer.error["message"]
    assert "running" not in answer.types


def test_a_warm_process_starts_afresh_for_another_environment(new_job: NewJob, warm: WarmProcess) -> None:
    answer = warm.run(
        new_job(
            """
            class Show:
                def execute(self):
                    import jax

                    return str(jax.numpy.zeros(1).dtype)
            """,
            env={"JAX_ENABLE_X64": "1"},
            outputs=["dtype"],
        )
    )
    assert answer.events[0]["warm"] is False
    assert answer.output("dtype")["summary"] == {"value": "float64"}


def test_a_warm_process_that_is_not_needed_ends_quietly(warm: WarmProcess) -> None:
    assert warm.process.stdin is not None
    warm.process.stdin.close()
    assert warm.process.wait(60) == 0
    assert warm.printed() == b""


def test_importing_the_package_imports_no_library() -> None:
    code = "import deepforge, sys; print([n for n in ('keras', 'numpy') if n in sys.modules])"
    package = Path(__file__).parent.parent
    printed = subprocess.run(
        [sys.executable, "-c", code], cwd=package, capture_output=True, check=True, text=True
    )
    assert printed.stdout.strip() == "[]"
