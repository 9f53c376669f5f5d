"""The guides that ship with the ontology: their Turtle is read out of them and held to what they say of it."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import OWL, RDF, RDFS, Graph, URIRef

import ontology
from kg.check import check_dataset
from kg.vocab import DM
from tests.places import EXAMPLE

DOCS = ontology.path("docs")
GUIDE = DOCS / "model-your-own-event.md"
VIENNA = DOCS / "vienna-conference.md"
MINE = "https://example.org/id/"


def turtle(path: Path) -> list[str]:
    return re.findall(r"^```turtle\n(.*?)^```", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def guide() -> Graph:
    return Graph().parse(data="\n".join(turtle(GUIDE)), format="turtle")


def messages(graph: Graph) -> list[str]:
    return [f"{issue.where} {issue.message}" for issue in check_dataset(graph)]


def test_the_guide_ends_with_a_graph_that_passes() -> None:
    graph = guide()
    assert len(graph) > 150
    assert messages(graph) == []
    code = re.findall(r"^```python\n(.*?)^```", GUIDE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert len(code) == 1
    compile(code[0], str(GUIDE), "exec")


def test_steps_of_the_guide_that_are_owed() -> None:
    """Sides and a time are what an event may lack; without any other step of the main event something is reported."""
    steps = turtle(GUIDE)
    owed = {"2. Mark", "3. Name", "4. Decide", "7. Say who"}
    headings = re.findall(r"^## (.*)$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    for number, heading in enumerate(headings[: len(steps)]):
        if number:
            rest = "\n".join(step for at, step in enumerate(steps) if at != number)
            found = messages(Graph().parse(data=rest, format="turtle"))
            assert bool(found) == heading.startswith(tuple(owed)), (heading, found)


def test_what_the_guide_says_of_mistakes() -> None:
    unclaimed = guide()
    unclaimed.remove((URIRef(f"{MINE}event/raid"), DM.hasClaim, None))
    unclaimed.remove((URIRef(f"{MINE}claim/1"), None, None))
    assert any(f"{MINE}event/raid" in message and "claim" in message for message in messages(unclaimed))
    counted = guide()
    counted.add((URIRef(f"{MINE}event/second"), RDF.type, DM.AirStrike))
    assert any(f"{MINE}event/second" in message and "both" in message for message in messages(counted))


def test_the_guide_counts_characters_as_it_teaches() -> None:
    text = " ".join(re.findall(r"^> (.*)$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE))
    oa = "http://www.w3.org/ns/oa#"
    graph = guide()
    passages = list(graph.subjects(RDF.type, DM.Passage))
    assert len(passages) == 7
    for passage in passages:
        start, end = (
            int(str(graph.value(URIRef(f"{passage}#position"), URIRef(oa + key)))) for key in ("start", "end")
        )
        assert text[start:end] == str(graph.value(passage, DM.quote))


def test_the_worked_example_is_what_the_release_says(example_release: Path) -> None:
    """Its things stand for those of the release, under other names: some one thing has all that is said of each."""
    store = ox.Store()
    store.bulk_load(path=str(example_release / "dataset.nq"), format=ox.RdfFormat.N_QUADS)
    graph = Graph().parse(data="\n".join(turtle(VIENNA)), format="turtle")
    names: dict[str, str] = {}

    def shown(term: object) -> str:
        if isinstance(term, URIRef) and "/dragoman/id/" in term:
            return names.setdefault(str(term), f"?n{len(names)}")
        return term.n3()  # type: ignore[attr-defined,no-any-return]

    pattern = [" ".join(map(shown, triple)) for triple in graph]
    assert len(pattern) > 40
    assert _holds(store, pattern, names)
    # and the test can tell: a triple that the article does not support finds nothing
    event = names["https://w3id.org/dragoman/id/event/conference"]
    vienna = names["https://w3id.org/dragoman/id/entity/vienna"]
    assert not _holds(store, [*pattern, f"{event} {DM.hasActor.n3()} {vienna}"], names)


def _holds(store: ox.Store, pattern: list[str], names: dict[str, str]) -> bool:
    different = [f"{a} != {b}" for a in names.values() for b in names.values() if a < b]
    query = f"ASK {{ {' . '.join(pattern)} FILTER ({' && '.join(different)}) }}"
    return bool(store.query(query, use_default_graph_as_union=True))


def test_the_sentence_is_in_the_article() -> None:
    sentences = re.findall(r"^> (.*)$", VIENNA.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(sentences) == 1
    assert sentences[0] in EXAMPLE.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", sorted(DOCS.glob("*.md")), ids=lambda path: path.stem)
def test_terms_that_documents_name_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# ")
    known = set(ontology.load().subjects(RDF.type))
    named = {f"{DM}{name}" for name in re.findall(r"\bdm:([A-Za-z]\w*)", text)}
    assert {name for name in named if URIRef(name) not in known} == set()


def test_the_change_log_has_the_version() -> None:
    graph = ontology.load()
    version = graph.value(URIRef("https://w3id.org/dragoman/ontology"), OWL.versionInfo)
    log = (DOCS / "changelog.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (\S+)", log, re.MULTILINE)[0] == str(version)
    assert graph.value(DM.Event, RDFS.label)
