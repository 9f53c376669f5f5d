"""Events: triggers by frame, arguments by the parse with nearest-compatible fallbacks, one event a happening."""

from kg.annotate.events.find import find_events
from kg.annotate.events.passed import passed_over
from kg.annotate.events.same import same_happening

__all__ = ["find_events", "passed_over", "same_happening"]
