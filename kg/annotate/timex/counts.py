"""Counts in words: "twenty-five", "two hundred and six", "a few" as a range."""

from __future__ import annotations

from collections.abc import Iterable

from kg.annotate.timex.tokens import Token

FEW = {"few": (2.0, 4.0), "several": (3.0, 7.0), "some": (3.0, 7.0), "many": (5.0, 20.0), "couple": (2.0, 2.0)}
BARE_PLURAL = (2.0, 6.0)


def cardinal(values: Iterable[int]) -> int:
    """The number that a row of number words says: 2 100 25 -> 225, 5 1000 -> 5000. Scales multiply what precedes."""
    total = group = 0
    for value in values:
        if value == 100:
            group = max(1, group) * 100
        elif value >= 1000:
            total += max(1, group) * value
            group = 0
        else:
            group += value
    return total + group


def count(tokens: list[Token]) -> tuple[float, float]:
    """The least and the greatest count that the words of a count say; no words are a bare plural."""
    kinds = {token.kind for token in tokens}
    for token in tokens:
        if token.kind in FEW and not (token.kind == "some" and len(tokens) > 1):
            return FEW[token.kind]
    numbers = [int(token.value) for token in tokens if token.kind in ("num", "day", "int", "year")]
    half = 0.5 if "half" in kinds else 0.0
    if numbers and _is_range(tokens):
        low, high = sorted((float(numbers[0]), float(numbers[-1])))
        return low, high
    if numbers:
        return cardinal(numbers) + half, cardinal(numbers) + half
    if half:
        return (1.5, 1.5) if "and" in kinds else (0.5, 0.5)
    return (1.0, 1.0) if "a" in kinds else BARE_PLURAL


def _is_range(tokens: list[Token]) -> bool:
    """As in "Two to three", "five or six", "10-12", but not "twenty-five" nor "one hundred and six"."""
    figures = any(token.lower.isdigit() for token in tokens)
    return any(
        t.kind == "to" or t.lower == "or" or (t.kind == "hyphen" and figures and t is not tokens[-1]) for t in tokens
    )
