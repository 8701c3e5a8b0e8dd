"""How a job is described to this package, and how it answers: protocol 1.

A job is a folder. ``python -m deepforge.run <jobdir>`` runs it; the exit code is 0 only when
it succeeded. Whoever starts the process redirects stdout and stderr to ``<jobdir>/stdout.log``.

    job.json           what to run (``Job`` below)                       written by the starter
    operation.py       the operation's own code                          written by the starter
    references/*.py    generated code of referenced architectures        written by the starter
    code/              the project's Python modules, put on sys.path     written by the starter
    work/              the working folder while the job runs             made when missing
    inputs/            links to the files of inputs and artifacts        made by the runner
    outputs/           one file for each output                          made by the runner
    figures/           what matplotlib drew                              made by the runner
    events.jsonl       one event a line (``Event`` below)                appended by the runner

``python -m deepforge.run --warm`` imports Keras, prints nothing, reads one line with the path of
a job folder from stdin, redirects its own stdout and stderr to ``<jobdir>/stdout.log``, runs that
job and exits. Closing its stdin instead ends it with exit code 0. When ``env`` of the job asks for
another backend or device than the ones already imported, the process starts itself afresh.

Events are UTF-8 JSON objects of at most 64 kB, each appended by a single ``write``. Longer texts
are clipped. Numbers that JSON cannot say (NaN, infinities) are null. Every event has ``time``
(seconds since 1970) and ``type``. The first is ``started``, unless job.json cannot be read. The last
is ``succeeded`` or ``failed``, whatever happens short of the process being killed or crashing.
"""

from __future__ import annotations

from typing import Any, Literal, TypedDict

PROTOCOL = 1

FailureKind = Literal["operation", "input", "output", "architecture", "system", "cancelled"]


class _Reference(TypedDict):
    kind: Literal["architecture", "artifact"]


class Reference(_Reference, total=False):
    """An architecture arrives as a freshly built ``keras.Model``, an artifact as its value."""

    module: str  # architecture: file relative to the job folder
    function: str  # architecture: the function of that file which builds the model
    path: str  # artifact: absolute path
    format: str  # artifact
    trusted: bool  # artifact: as for an input


class _Input(TypedDict):
    port: str
    path: str
    format: str


class Input(_Input, total=False):
    """A value for ``execute``. A port that nothing is wired to is left out."""

    pythonType: str
    sha256: str
    trusted: bool  # an output of one of our own jobs, so that code inside it (pickle) may run


class Output(TypedDict):
    """A value that ``execute`` returns, in the order of this list."""

    port: str
    type: str


# Written as a call because `class` is a keyword. Without a class: the only one with `execute`.
Operation = TypedDict("Operation", {"module": str, "class": "str | None"})


class Job(TypedDict, total=False):
    """``job.json``. Only ``operation`` is required; the rest defaults to nothing."""

    protocol: int
    jobId: str
    name: str
    seed: int | None
    operation: Operation
    arguments: dict[str, Any]  # attributes: keyword arguments of the constructor
    references: dict[str, Reference]  # also keyword arguments of the constructor
    inputs: list[Input]
    outputs: list[Output]
    codeFolder: str  # relative to the job folder
    env: dict[str, str]  # set before anything of the job is imported


class Started(TypedDict, total=False):
    type: Literal["started"]
    protocol: int
    pid: int
    python: str  # "3.11.7"
    platform: str
    warm: bool
    keras: str  # versions of Keras and its backend, where Keras was imported already
    backend: str


class Running(TypedDict):
    """The next line that runs is the first one of the operation's ``execute``."""

    type: Literal["running"]


class Metric(TypedDict, total=False):
    """Numbers of one moment.

    ``epoch``: the end of an epoch of Keras; ``step`` counts the batches trained so far in the
    whole job, ``epoch`` from 1 as Keras prints it, ``fit`` the calls of ``fit`` in this job from 1,
    ``model`` is the name of the model. ``batch``: the same within an epoch, at most some five a
    second. ``log``: a call of ``deepforge.log``.
    """

    type: Literal["metric"]
    scope: Literal["epoch", "batch", "log"]
    values: dict[str, float | None]
    step: int
    epoch: int
    fit: int
    model: str


class Progress(TypedDict, total=False):
    type: Literal["progress"]
    value: float
    total: float
    label: str


class Figure(TypedDict, total=False):
    """A new version of a figure; at least the last 20 files of each figure are kept."""

    type: Literal["figure"]
    figure: str
    version: int
    title: str
    file: str  # relative to the job folder
    format: Literal["svg", "png"]


class Summary(TypedDict, total=False):
    shape: list[int]
    dtype: str
    parameters: int  # of a Keras model
    length: int  # of a list or dictionary
    value: str | float | bool | None  # a short value itself


class OutputWritten(TypedDict, total=False):
    type: Literal["output"]
    port: str
    file: str  # relative to the job folder
    format: str
    pythonType: str
    size: int
    sha256: str
    summary: Summary


class Frame(TypedDict):
    file: str  # relative to the job folder when inside it
    line: int
    function: str
    code: str


class Error(TypedDict):
    kind: FailureKind
    type: str  # "ValueError"
    message: str
    traceback: list[Frame]  # outermost first, without the runner's own frames
    text: str  # the same as Python would print it


class Failed(TypedDict):
    type: Literal["failed"]
    error: Error
    line: int | None  # of the operation's file, nearest to the failure


class Succeeded(TypedDict):
    type: Literal["succeeded"]


Event = Started | Running | Metric | Progress | Figure | OutputWritten | Failed | Succeeded
