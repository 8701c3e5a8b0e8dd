"""Runs a function right after a module was imported for the first time."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType

Callback = Callable[[], None]


class _Watcher(MetaPathFinder):
    """Finds nothing by itself; it only listens when a watched module is being imported."""

    def __init__(self) -> None:
        self.before: dict[str, Callback] = {}
        self.after: dict[str, list[Callback]] = {}

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        del path, target
        callbacks = self.after.pop(name, None)
        if callbacks is None:
            return None
        self.before.pop(name, lambda: None)()
        spec = find_spec(name)  # ends here no second time: the name is no longer watched
        if spec is None or spec.loader is None:
            return spec
        execute = spec.loader.exec_module

        def execute_and_tell(module: ModuleType) -> None:
            execute(module)
            for callback in callbacks:
                callback()

        # On the instance, so that the loader keeps its class and with it its other abilities.
        spec.loader.exec_module = execute_and_tell  # type: ignore[method-assign]
        return spec


_watcher = _Watcher()


def after_import(name: str, callback: Callback) -> None:
    """Calls back once the top-level module is imported; at once when it already is."""
    if name in sys.modules:
        callback()
        return
    _listen()
    _watcher.after.setdefault(name, []).append(callback)


def before_import(name: str, callback: Callback) -> None:
    """Calls back right before the top-level module starts to be imported."""
    if name not in sys.modules:
        _listen()
        _watcher.before[name] = callback
        _watcher.after.setdefault(name, [])


def _listen() -> None:
    if _watcher not in sys.meta_path:
        sys.meta_path.insert(0, _watcher)
