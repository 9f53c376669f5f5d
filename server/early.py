"""The release is loaded, in a process of its own, while the one that serves it still reads its own modules."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from kg.config import Settings
from server.releases import Releases


def opening(settings: Settings, place: Path) -> Callable[[], Releases]:
    """Begin to open the releases in ``place``; what is given back waits for them, and raises what opening raised."""
    starter = ThreadPoolExecutor(1, "opening")
    opened = starter.submit(Releases, place, settings)
    starter.shutdown(wait=False)
    return opened.result
