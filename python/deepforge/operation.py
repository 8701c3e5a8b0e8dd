"""The class that an author wrote: finding it, checking what it is called with, its results."""

from __future__ import annotations

import importlib.util
import inspect
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from deepforge.failure import JobFailure
from deepforge.protocol import Output


def load_module(file: Path) -> ModuleType:
    name = file.stem if file.stem.isidentifier() and file.stem not in sys.modules else "_operation"
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # where dataclasses and inspect look for it
    spec.loader.exec_module(module)
    return module


def find_class(module: ModuleType, name: str | None) -> type:
    candidates = {
        key: value
        for key, value in vars(module).items()
        if inspect.isclass(value)
        and callable(getattr(value, "execute", None))
        and (value.__module__ == module.__name__ or key == name)
    }
    if name is not None and name in candidates:
        return candidates[name]
    if name is None and len(candidates) == 1:
        return next(iter(candidates.values()))
    expected = f"a class {name} with a method execute" if name else "one class with execute"
    received = ", ".join(candidates) or "none"
    raise JobFailure(
        "operation",
        f"Expected {expected} in {Path(str(module.__file__)).name}. Received: {received}; "
        "an operation is a class whose execute takes the inputs and returns the outputs.",
    )


def check_constructor(class_: type, given: Iterable[str]) -> None:
    _check_call(class_, f"{class_.__name__}.__init__", given, "attribute or reference")


def check_execute(class_: type, given: Iterable[str]) -> None:
    static = inspect.getattr_static(class_, "execute")
    execute = getattr(class_, "execute")  # noqa: B009 - a class in general has none
    bound = isinstance(static, staticmethod | classmethod)
    _check_call(execute, f"{class_.__name__}.execute", given, "input", skip=0 if bound else 1)


def _check_call(
    function: Callable[..., Any], name: str, given: Iterable[str], what: str, skip: int = 0
) -> None:
    try:
        parameters = list(inspect.signature(function).parameters.values())[skip:]
    except (TypeError, ValueError):  # written in C or otherwise without a signature
        return
    given = set(given)
    named = [p for p in parameters if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]
    missing = [p.name for p in named if p.default is p.empty and p.name not in given]
    if missing:
        raise JobFailure(
            "input",
            f"Expected a value for {_listed(missing, what)} of {name}. Received: nothing; "
            f"{'connect' if what == 'input' else 'set'} it, or give the parameter a default.",
            _line_of(function),
        )
    unknown = sorted(given - {p.name for p in named})
    if unknown and not any(p.kind is p.VAR_KEYWORD for p in parameters):
        takes = ", ".join(p.name for p in named) or "none"
        raise JobFailure(
            "input",
            f"Expected {name} to take {_listed(unknown, what)}. Received: the parameters {takes}; "
            "add the parameter to the code, or remove it from the operation.",
            _line_of(function),
        )


def _line_of(function: Callable[..., Any]) -> int | None:
    if inspect.isclass(function):
        function = function.__init__
    code = getattr(inspect.unwrap(function), "__code__", None)
    return code.co_firstlineno if code else None


def match_outputs(returned: Any, outputs: list[Output], name: str) -> dict[str, Any]:
    """What ``execute`` returned, by port."""
    ports = [output["port"] for output in outputs]
    if not ports:
        return {}
    if isinstance(returned, dict) and _is_by_name(returned, outputs):
        return {port: returned[port] for port in ports}
    if len(ports) == 1:
        return {ports[0]: _single(returned, outputs[0], name)}
    if isinstance(returned, tuple | list) and len(returned) == len(ports):
        return dict(zip(ports, returned, strict=True))
    raise JobFailure(
        "output",
        f"Expected {len(ports)} outputs from {name}: {', '.join(ports)}. "
        f"Received: {_described(returned)}; return them in this order, as in "
        f"`return {', '.join(ports)}`.",
    )


def _is_by_name(returned: Mapping[Any, Any], outputs: list[Output]) -> bool:
    if len(outputs) == 1 and "dict" in outputs[0].get("type", "").lower():
        return False
    return set(returned) == {output["port"] for output in outputs}


def _single(returned: Any, output: Output, name: str) -> Any:
    declared = output.get("type", "").lower()
    if returned is None and "none" not in declared and "optional" not in declared:
        raise JobFailure(
            "output",
            f"Expected the output {output['port']!r} from {name}. Received: None; "
            f"end it with `return {output['port']}`.",
        )
    return returned


def _described(returned: Any) -> str:
    if isinstance(returned, tuple | list):
        return f"{len(returned)} values"
    if isinstance(returned, dict):
        return f"a dictionary with {', '.join(map(str, returned)) or 'nothing in it'}"
    return "None" if returned is None else f"one value of type {type(returned).__name__}"


def _listed(names: list[str], what: str) -> str:
    plural = {"input": "inputs", "attribute or reference": "attributes or references"}
    word = what if len(names) == 1 else plural[what]
    return f"the {word} {', '.join(repr(name) for name in names)}"
