"""A short, repeatable run of what ``make fuzz`` does for ten minutes; and the description that it is led by."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.errors import STATUS
from tests.server.fuzzing import throw_queries, throw_requests, wrong
from tests.server.running import Reply, Server, serving


@pytest.fixture(scope="module")
def target(made: Path) -> Iterator[Server]:
    with serving(made, query_seconds=1.0, query_rows=2000, client_rate=0, corrections="") as running:
        yield running


def test_nearly_right_queries(target: Server) -> None:
    problems: list[str] = []
    throw_queries(target, 250, problems.append)
    assert problems == []
    assert target.query("ASK {}").json()["boolean"] is True


def test_whatever_the_description_allows(target: Server) -> None:
    problems: list[str] = []
    throw_requests(target, 6, problems.append)
    assert problems == []
    assert target.get("/ready").status == 200


def test_the_judge_knows_a_failure() -> None:
    assert wrong(Reply(500, {}, b""))
    assert wrong(Reply(503, {"content-type": "application/problem+json"}, b'{"type": "/problems#store-unavailable"}'))
    assert not wrong(Reply(503, {"content-type": "application/problem+json"}, b'{"type": "/problems#query-timeout"}'))
    assert not wrong(Reply(200, {}, b""))


def test_the_description_has_every_route(target: Server) -> None:
    about = target.get("/openapi.json").json()
    assert about["openapi"].startswith("3.1")
    assert {"/sparql", "/store", "/page/{path}", "/download/{name}", "/metrics"} <= about["paths"].keys()
    assert about["paths"]["/sparql"].keys() == {"get", "post"}
    names = [operation["operationId"] for methods in about["paths"].values() for operation in methods.values()]
    assert len(set(names)) == len(names)
    told = about["paths"]["/sparql"]["get"]["responses"].keys()
    assert {str(status.code) for status in STATUS.values()} <= told
    # and what it gives as an example works
    example = about["paths"]["/sparql"]["get"]["parameters"][0]["example"]
    assert target.query(example).bindings()
