"""Events: triggers by frame, arguments by the parse with nearest-compatible fallbacks, one event a happening."""

from kg.annotate.events.find import find_events

__all__ = ["find_events"]
