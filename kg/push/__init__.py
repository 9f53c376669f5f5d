"""A release -> a store elsewhere, by the SPARQL 1.1 graph store protocol: one named graph after the other.

``graphs`` takes a dataset apart, ``state`` remembers what has arrived, ``target`` speaks HTTP, ``run`` knows the order.
"""

from kg.push.graphs import Graph, Spool
from kg.push.run import Plan, Report, plan, push
from kg.push.state import State
from kg.push.target import Target, sparql_of

__all__ = ["Graph", "Plan", "Report", "Spool", "State", "Target", "plan", "push", "sparql_of"]
