"""The order of a push: what has to be sent and removed, sending it, counting what has arrived."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kg.errors import RemoteError
from kg.push.graphs import Graph, Spool
from kg.push.state import State
from kg.push.target import Target

_NAMED = 5
Show = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a push has to do: graphs to send, those that are there already, and names of graphs to remove.

    ``left`` are names of graphs under our base IRI that are of no release of ours: somebody else's, or a lost state.
    """

    send: tuple[Graph, ...]
    here: tuple[Graph, ...]
    remove: tuple[str, ...]
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What a push has done: graphs and triples sent, graphs that were there already, graphs removed, graphs counted."""

    sent: int
    triples: int
    here: int
    removed: int
    counted: int


def plan(  # noqa: PLR0913
    spool: Spool, state: State, target: Target, base_iri: str, *, prune: bool, adopt: bool = False
) -> Plan:
    """Compare a release with what the store holds and what it was given before.

    A graph is there if the same triples were put there and as many are there now. With ``prune``, graphs that were put
    there for an older release are removed; with ``adopt``, whatever is under the base IRI counts as put by us. Raises
    RemoteError.
    """
    names = {graph.name for graph in spool.graphs}
    counts = target.counts(graph.name for graph in spool.graphs)
    here = tuple(g for g in spool.graphs if _there(g, state.known, counts))
    send = tuple(g for g in spool.graphs if g not in here)
    if not prune:
        return Plan(send, here, ())
    found = target.named(f"{base_iri}graph/")
    old = found - names
    ours = old if adopt else old & set(state.known)
    return Plan(send, here, tuple(sorted(ours)), tuple(sorted(old - ours)))


def _there(graph: Graph, known: Mapping[str, str], counts: Mapping[str, int]) -> bool:
    return known.get(graph.name) == graph.sha256 and counts.get(graph.name) == graph.triples


def push(spool: Spool, state: State, target: Target, todo: Plan, show: Show) -> Report:
    """Do what is planned. ``show`` gets what is done, how far it is, and the whole.

    The graph that tells which release it is comes last. Raises RemoteError, also when what has arrived is not what
    was sent; the next push then sends it again.
    """
    last = [graph for graph in todo.send if graph.name.endswith("/graph/meta")]
    rest = [graph for graph in todo.send if graph not in last]
    total = len(todo.send) + len(todo.remove)
    for done, graph in enumerate(rest):
        show("sending", done, total)
        _sent(graph, spool, state, target, done + 1 == total)
    for done, name in enumerate(todo.remove, len(rest)):
        show("removing", done, total)
        target.delete(name, done + 1 == total)
        state.forget(name)
    for graph in last:
        show("sending", total - 1, total)
        _sent(graph, spool, state, target, True)
    show("counting", total, total)
    _verify(spool, state, target, todo)
    triples = sum(graph.triples for graph in todo.send)
    return Report(len(todo.send), triples, len(todo.here), len(todo.remove), len(spool.graphs))


def _sent(graph: Graph, spool: Spool, state: State, target: Target, last: bool) -> None:
    # until it is there whole, it counts as not there
    if graph.name in state.known:
        state.forget(graph.name)
    target.put(graph.name, spool.chunks(graph), last)
    state.note(graph.name, graph.sha256)


def _verify(spool: Spool, state: State, target: Target, todo: Plan) -> None:
    counts = target.counts(graph.name for graph in spool.graphs)
    wrong = {g.name: f"{counts.get(g.name, 0)} of {g.triples} triples" for g in spool.graphs
             if counts.get(g.name, 0) != g.triples}  # fmt: skip
    for name in target.lacking(todo.send):
        wrong.setdefault(name, "other triples than were sent")
    left = target.counts(todo.remove)
    if wrong:
        for name in wrong:
            state.forget(name)
        named = "; ".join(f"{name} has {what}" for name, what in list(wrong.items())[:_NAMED])
        more = f" (and {len(wrong) - _NAMED} more)" if len(wrong) > _NAMED else ""
        raise RemoteError(
            f"What the store holds is not what was sent: {named}{more}.",
            "Push again; if the same graphs stay wrong, the store rewrites or refuses what it is given.",
        )
    if left:
        raise RemoteError(f"{len(left)} graphs are still there although they were removed: {next(iter(left))} …")
