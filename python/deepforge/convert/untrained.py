"""Saves the network of a generated module, with the weights it starts from."""

from __future__ import annotations

import runpy


def save_untrained(module: str, output: str) -> None:
    """Runs `build_model` of a module that DeepForge generated, and saves what it makes as .keras."""
    runpy.run_path(module)["build_model"]().save(output)
