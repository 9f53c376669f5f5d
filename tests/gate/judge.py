"""Measured figures against pinned ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Figures = Mapping[str, Any]
"""What score.py writes: name -> number, or name -> {"p", "r", "f1", ...}."""

Floors = Mapping[str, Mapping[str, float]]
"""``at_least`` and ``at_most``: figure ("events.f1", "type_recall") -> pinned value."""


def value(figures: Figures, name: str) -> float:
    """The figure of that name. Raises KeyError."""
    found: Any = figures
    for part in name.split("."):
        found = found[part]
    return float(found)


def table(figures: Figures, floors: Floors) -> tuple[str, bool]:
    """Every pinned figure with what was measured, a line each, and whether all hold."""
    lines, good = [f"{'figure':28} {'pinned':>10} {'measured':>10}"], True
    for bound, sign in (("at_least", ">="), ("at_most", "<=")):
        for name, pinned in floors.get(bound, {}).items():
            measured = value(figures, name)
            holds = measured >= pinned if sign == ">=" else measured <= pinned
            good = good and holds
            lines.append(f"{name:28} {sign} {pinned:7.3f} {measured:10.3f}{'' if holds else '  <- REFUSED'}")
    return "\n".join(lines), good
