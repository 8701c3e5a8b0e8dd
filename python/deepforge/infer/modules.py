"""Modules of a project, imported from their text."""

from __future__ import annotations

import linecache
import sys
from collections.abc import Sequence
from importlib.abc import InspectLoader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from types import ModuleType

Sources = dict[str, str]


class _Finder(MetaPathFinder):
    def __init__(self, sources: Sources) -> None:
        self._sources = sources

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        del path, target
        source = self._sources.get(name)
        return None if source is None else spec_from_loader(name, _Loader(source), origin=file_of(name))


class _Loader(InspectLoader):
    def __init__(self, source: str) -> None:
        self._source = source

    def get_source(self, fullname: str) -> str:  # noqa: ARG002 (the interface of loaders)
        return self._source

    def exec_module(self, module: ModuleType) -> None:
        file = file_of(module.__name__)
        linecache.cache[file] = (len(self._source), None, self._source.splitlines(True), file)
        exec(compile(self._source, file, "exec"), module.__dict__)


def offer(sources: Sources) -> None:
    """Makes the modules importable, before any other of these names."""
    sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, _Finder)]
    sys.meta_path.insert(0, _Finder(sources))


def file_of(name: str) -> str:
    return f"{name}.py"
