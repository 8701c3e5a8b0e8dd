"""What matplotlib draws in a job."""

from __future__ import annotations

from collections.abc import Callable

from conftest import Answer

RunJob = Callable[..., Answer]


def versions(answer: Answer) -> list[tuple[str, int]]:
    return [(event["figure"], event["version"]) for event in answer.of_type("figure")]


def test_a_figure_gets_a_version_whenever_it_would_change_on_a_screen(run_job: RunJob) -> None:
    answer = run_job(
        """
        import matplotlib.pyplot as plt

        class Plot:
            def execute(self):
                plt.title("Løss")
                plt.plot([1, 2])
                plt.draw()
                plt.plot([3, 4])
                plt.pause(60)  # nobody looks at a window, so nobody waits
                plt.plot([5, 6])
                plt.gcf().canvas.draw()
                plt.gcf().canvas.draw()  # nothing new
                plt.plot([7, 8])
                plt.show()
        """
    )
    assert versions(answer) == [("1", 1), ("1", 2), ("1", 3), ("1", 4)]
    last = answer.of_type("figure")[-1]
    assert {**last, "time": 0} == {
        "time": 0,
        "type": "figure",
        "figure": "1",
        "version": 4,
        "title": "Løss",
        "file": "figures/1-4.svg",
        "format": "svg",
    }
    assert "</svg>" in (answer.folder / last["file"]).read_text("utf-8")
    assert answer.events[-1]["time"] - answer.events[0]["time"] < 60


def test_a_figure_after_show_is_a_new_one_as_on_a_screen(run_job: RunJob) -> None:
    answer = run_job(
        """
        import matplotlib.pyplot as plt

        class Plot:
            def execute(self):
                figure, axes = plt.subplots()
                axes.plot([1, 2])
                plt.show()
                plt.plot([3, 4])
                plt.show()
                axes.plot([5, 6])  # still held, so it goes on under its name
                plt.show()
        """
    )
    assert versions(answer) == [("1", 1), ("2", 1), ("1", 2)]


def test_figures_that_were_never_shown_are_recorded_at_the_end_or_when_closed(
    run_job: RunJob,
) -> None:
    answer = run_job(
        """
        import matplotlib.pyplot as plt

        class Plot:
            def execute(self):
                plt.figure("closed")
                plt.plot([1, 2])
                plt.savefig("own.png")
                plt.close()
                plt.figure("open")
                plt.plot([1, 2, 3])
                plt.figure("empty")
        """
    )
    assert [event["title"] for event in answer.of_type("figure")] == ["closed", "open"]


def test_figures_of_a_failed_operation_are_kept(run_job: RunJob) -> None:
    answer = run_job(
        """
        import matplotlib.pyplot as plt

        class Plot:
            def execute(self):
                plt.plot([1, 2])
                raise ValueError("too late")
        """
    )
    assert answer.types == ["started", "running", "figure", "failed"]


def test_a_figure_in_a_tight_loop_neither_floods_nor_loses_its_last_picture(
    run_job: RunJob,
) -> None:
    answer = run_job(
        """
        import matplotlib.pyplot as plt
        import time

        class Plot:
            def execute(self):
                figure, axes = plt.subplots()
                (line,) = axes.plot([0, 1])
                for i in range(60):
                    line.set_ydata([0, i / 60])
                    axes.set_title(f"Step {i}")
                    figure.canvas.draw()
                    time.sleep(0.005)
        """
    )
    figures = answer.of_type("figure")
    assert 5 < len(figures) < 40
    assert figures[-1]["title"] == "Step 59"
    kept = sorted(file.name for file in (answer.folder / "figures").iterdir())
    assert len(kept) <= 20
    assert f"1-{len(figures)}.svg" in kept


def test_a_figure_that_would_be_heavy_as_svg_is_a_png(run_job: RunJob) -> None:
    answer = run_job(
        """
        import matplotlib.pyplot as plt
        import numpy as np

        class Plot:
            def execute(self):
                points = np.random.default_rng(0).random((2, 30_000))
                plt.scatter(*points, c=points[0])
        """
    )
    (event,) = answer.of_type("figure")
    assert event["format"] == "png"
    assert (answer.folder / event["file"]).read_bytes().startswith(b"\x89PNG")


def test_a_figure_that_cannot_be_drawn_does_not_cost_the_results(run_job: RunJob) -> None:
    answer = run_job(
        """
        import matplotlib.pyplot as plt

        class Plot:
            def execute(self):
                plt.plot([1, 2])
                plt.title("$\\\\wrong$")
                return 1
        """,
        outputs=["one"],
    )
    assert answer.output("one")
    assert "A figure cannot be drawn: " in answer.log
