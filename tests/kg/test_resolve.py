"""Who is the same as whom: by link, by a person's judgement, and never by name alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kg import ids, resolve
from kg.errors import InputError
from kg.model import LinkedDocument
from kg.resolve import Judgement
from tests.kg import camp_david

ONE, TWO = camp_david.linked(camp_david.first()), camp_david.linked(camp_david.second())
FIRST, SECOND = (ids.article_key(x.document.article) for x in (ONE, TWO))


def same(left: str, right: str, line: int = 2) -> Judgement:
    return Judgement(left, right, "same", "tester", "it is said so", line)


def different(left: str, right: str, line: int = 3) -> Judgement:
    return Judgement(left, right, "different", "tester", "it is said so", line)


def iri(linked: LinkedDocument, entity: str, identity: resolve.Identity) -> str:
    name = identity.profile(linked, linked.document.entity(entity)).name
    return ids.Iris("https://w3id.org/dragoman/").entity(identity.key(linked, entity), name)


def test_entities_with_one_item_are_one_across_articles() -> None:
    identity = resolve.identities([ONE, TWO])
    assert identity.key(ONE, "e1") == identity.key(TWO, "e1") == "wikidata:Q79"
    assert iri(ONE, "e1", identity) == iri(TWO, "e1", identity)


def test_entities_without_item_stay_apart_however_alike() -> None:
    identity = resolve.identities([ONE, TWO])
    assert ONE.document.entity("e7").name == TWO.document.entity("e3").name == "settlers"
    assert iri(ONE, "e7", identity) != iri(TWO, "e3", identity)
    assert identity.key(ONE, "e7") == f"{FIRST}/e7"


def test_a_shared_entity_has_one_name_and_the_type_most_articles_give() -> None:
    again = replace(TWO, document=replace(TWO.document, article=replace(TWO.document.article, text="x" * 99)))
    for order in ([ONE, TWO, again], [again, TWO, ONE]):
        identity = resolve.identities(order)
        profile = identity.profile(ONE, ONE.document.entity("e1"))
        assert (profile.name, profile.type, profile.named) == ("Egypt", "Place", True)
    # one against one: the order of the types in the model decides, not the order of the articles
    assert resolve.identities([TWO, ONE]).profile(TWO, TWO.document.entity("e1")).type == "State"
    arab_league = resolve.identities([ONE]).profile(ONE, ONE.document.entity("e5"))
    assert arab_league.name == "Arab League"


def test_a_judgement_joins_and_taking_it_out_parts_again(tmp_path: Path) -> None:
    file = tmp_path / "judgements.tsv"
    before = resolve.identities([ONE, TWO])
    resolve.append_judgement(file, same(f"{FIRST}/e7", f"{SECOND}/e3"))
    joined = resolve.identities([ONE, TWO], resolve.read_judgements(file))
    assert iri(ONE, "e7", joined) == iri(TWO, "e3", joined)
    resolve.append_judgement(file, replace(same(f"{SECOND}/e3", f"{FIRST}/e7"), verdict="withdrawn"))
    parted = resolve.identities([ONE, TWO], resolve.read_judgements(file))
    assert [iri(ONE, "e7", parted), iri(TWO, "e3", parted)] == [iri(ONE, "e7", before), iri(TWO, "e3", before)]
    assert len(file.read_text().splitlines()) == 3


def test_entities_can_be_named_by_their_iri_under_any_base() -> None:
    before = resolve.identities([ONE, TWO])
    left, right = (
        iri(ONE, "e7", before),
        iri(TWO, "e3", before).replace("https://w3id.org/dragoman", "http://x.example"),
    )
    joined = resolve.identities([ONE, TWO], [same(left, right)])
    assert joined.key(ONE, "e7") == joined.key(TWO, "e3")
    assert joined.unmatched == ()


def test_a_judgement_can_give_an_entity_its_item() -> None:
    joined = resolve.identities([ONE, TWO], [same(f"{SECOND}/e2", "wikidata:Q7172")])
    assert iri(TWO, "e2", joined) == iri(ONE, "e5", joined)
    assert joined.profile(TWO, TWO.document.entity("e2")).name == "Arab League"


def test_judgements_chain() -> None:
    judgements = [same(f"{FIRST}/e7", f"{SECOND}/e3"), same(f"{SECOND}/e3", f"{FIRST}/e8")]
    for order in (judgements, judgements[::-1]):
        joined = resolve.identities([ONE, TWO], order)
        assert len({joined.key(ONE, "e7"), joined.key(TWO, "e3"), joined.key(ONE, "e8")}) == 1


def test_a_wrong_link_can_be_refused() -> None:
    cut = resolve.identities([ONE, TWO], [different(f"{SECOND}/e1", "wikidata:Q79")])
    assert cut.link(TWO, "e1") is None
    assert cut.key(TWO, "e1") == f"{SECOND}/e1"
    assert cut.key(ONE, "e1") == "wikidata:Q79"
    assert cut.unmatched == ()


def test_contradictions_are_refused_with_the_line() -> None:
    settlers, others, delegations = f"{FIRST}/e7", f"{SECOND}/e3", f"{FIRST}/e8"
    judgements = [same(settlers, others), different(others, delegations), same(settlers, delegations)]
    with pytest.raises(InputError, match=r"Line 3 .* other lines make them the same"):
        resolve.identities([ONE, TWO], judgements)
    with pytest.raises(InputError, match="both are linked to wikidata:Q79"):
        resolve.identities([ONE, TWO], [different(f"{FIRST}/e1", f"{SECOND}/e1")])


def test_a_judgement_on_what_is_not_there_is_reported_and_left_out() -> None:
    stray = same(f"{FIRST}/e7", "0000000000000000/e1")
    identity = resolve.identities([ONE, TWO], [stray])
    assert identity.unmatched == (stray,)
    assert identity.key(ONE, "e7") == f"{FIRST}/e7"


HEADER = "left\tright\tverdict\tauthor\tjustification\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is no judgements file"),
        ("a\tb\n", "is no judgements file"),
        (HEADER + "wikidata:Q1\twikidata:Q2\tsame\tme\n", "Line 2 .* has 4 columns instead of 5"),
        (HEADER + "wikidata:Q1\tEgypt\tsame\tme\twhy\n", "Line 2 .* names no entity: 'Egypt'"),
        (HEADER + "# note\nwikidata:Q1\twikidata:Q2\tmaybe\tme\twhy\n", "Line 3 .* has the verdict 'maybe'"),
        (HEADER + "wikidata:Q1\twikidata:Q2\tsame\tme\t \n", "Line 2 .* does not say who decides, or why"),
        (HEADER + "wikidata:Q1\twikidata:Q1\tsame\tme\twhy\n", "Line 2 .* compares an entity with itself"),
    ],
)
def test_a_bad_judgements_file_is_told_where(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "judgements.tsv"
    file.write_text(text)
    with pytest.raises(InputError, match=message):
        resolve.read_judgements(file)


def test_a_missing_or_binary_judgements_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        resolve.read_judgements(tmp_path / "none.tsv")
    (tmp_path / "bad.tsv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="cannot be read"):
        resolve.read_judgements(tmp_path / "bad.tsv")


def test_a_decision_with_a_tab_is_not_written(tmp_path: Path) -> None:
    file = tmp_path / "judgements.tsv"
    with pytest.raises(InputError, match="tabs or line breaks"):
        resolve.append_judgement(file, replace(same("wikidata:Q1", "wikidata:Q2"), justification="a\tb"))
    assert not file.exists()
