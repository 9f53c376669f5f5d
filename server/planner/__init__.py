"""Query planning: the same question in words for which the engine finds a short way.

The engine joins in the order of the text where its rules of thumb see no difference, and has no statistics. What is
asked of a release is known: how often a pair of property and value occurs can be counted before the query is run.
"""

from server.planner.plans import Planner

__all__ = ["Planner"]
