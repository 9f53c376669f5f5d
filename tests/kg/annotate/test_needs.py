"""What a repair says that it needs is what it needs: without it nothing is changed."""

from __future__ import annotations

from pathlib import Path

from kg.annotate.parsed import Doc, parsed
from kg.annotate.pipelines import DEFAULT, pipeline
from kg.annotate.repairs import _REPAIRS
from kg.annotate.repairs.needs import Repair, needs
from kg.annotate.schemes import Edge, edges_of

SENTENCES = Path(__file__).with_name("sentences.tsv")


def tagged(doc: Doc) -> list[tuple[str, str, str]]:
    return [(t.tag_, t.pos_, t.lemma_) for t in doc]


def idle(repair: Repair, doc: Doc, edges: list[Edge]) -> bool:
    """Whether a repair changes neither edges nor tags."""
    before = tagged(doc)
    return repair.mend(doc, edges) == edges and tagged(doc) == before


def test_a_repair_changes_no_sentence_without_what_it_needs() -> None:
    lines = SENTENCES.read_text(encoding="utf-8").splitlines()
    texts = [line.split("\t")[-1] for line in lines if line and not line.startswith("#")][1::3]
    passed = 0
    for parse in pipeline(DEFAULT).pipe(texts):
        doc = parsed([parse])
        edges, words = list(edges_of(doc)), {t.lower_ for t in doc}
        for repair in _REPAIRS:
            if repair.fits({e.rel for e in edges}, words):
                edges = repair.mend(doc, edges)
            else:
                passed += 1
                assert idle(repair, doc, edges), (repair, doc)
    assert passed > 20 * len(texts)


def test_all_relations_and_one_of_the_words_must_be_there() -> None:
    @needs("subj obj", words=("of", "by"))
    def mend(doc: Doc, edges: list[Edge]) -> list[Edge]:
        return edges[::-1]

    assert mend.fits({"subj", "obj", "det"}, {"by", "them"})
    assert not mend.fits({"subj", "det"}, {"by"})
    assert not mend.fits({"subj", "obj"}, {"them"})
    assert Repair(mend.mend).fits(set(), set())
    pair = [Edge("subj", 1, 0), Edge("obj", 1, 2)]
    assert mend(parsed([]), pair) == pair[::-1]
