"""Who is the same as whom: by link, by a person's judgement, and never by name alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kg import ids, judgements, resolve
from kg.errors import InputError
from kg.judgements import Judgement
from kg.model import LinkedDocument
from tests.kg import camp_david

ONE, TWO = camp_david.linked(camp_david.first()), camp_david.linked(camp_david.second())
FIRST, SECOND = (ids.article_key(x.document.article) for x in (ONE, TWO))


def same(left: str, right: str, line: int = 2) -> Judgement:
    return Judgement(left, right, "same", "tester", "it is said so", line=line)


def different(left: str, right: str, line: int = 3) -> Judgement:
    return Judgement(left, right, "different", "tester", "it is said so", line=line)


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
    file = tmp_path / "judgements.sssom.tsv"
    before = resolve.identities([ONE, TWO])
    judgements.append(file, same(f"member:{FIRST}/e7", f"member:{SECOND}/e3"))
    joined = resolve.identities([ONE, TWO], judgements.read(file))
    assert iri(ONE, "e7", joined) == iri(TWO, "e3", joined)
    judgements.withdraw(file, f"member:{SECOND}/e3", f"member:{FIRST}/e7")
    parted = resolve.identities([ONE, TWO], judgements.read(file))
    assert [iri(ONE, "e7", parted), iri(TWO, "e3", parted)] == [iri(ONE, "e7", before), iri(TWO, "e3", before)]


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
    joined = resolve.identities([ONE, TWO], [same(f"member:{SECOND}/e2", "wd:Q7172")])
    assert iri(TWO, "e2", joined) == iri(ONE, "e5", joined)
    assert joined.profile(TWO, TWO.document.entity("e2")).name == "Arab League"


def test_an_item_given_by_a_person_is_a_link_that_names_who_and_why() -> None:
    given = replace(same(f"member:{FIRST}/e7", "wd:Q7172"), right_label="Arab League", confidence=0.8)
    link = resolve.identities([ONE, TWO], [given]).link(ONE, "e7")
    assert link is not None
    assert (link.qid, link.label, link.score, link.catalogue) == ("Q7172", "Arab League", 0.8, resolve.BY_PEOPLE)
    assert link.reason == "decided by tester: it is said so"


def test_the_iri_of_an_entity_without_item_still_names_it_once_it_has_one() -> None:
    name = iri(ONE, "e7", resolve.identities([ONE, TWO])).rsplit("/", 1)[-1]
    joined = resolve.identities([ONE, TWO], [same(f"entity:{name}", "wd:Q7172")])
    assert (joined.key(ONE, "e7"), joined.unmatched) == ("wikidata:Q7172", ())


def test_a_decision_on_a_member_that_now_is_somebody_else_is_left_out() -> None:
    meant = replace(same(f"member:{FIRST}/e7", "wd:Q7172"), left_label="settlers")
    assert resolve.identities([ONE], [meant]).key(ONE, "e7") == "wikidata:Q7172"
    stale = replace(meant, left_label="generals")
    identity = resolve.identities([ONE], [stale])
    assert (identity.key(ONE, "e7"), identity.unmatched) == (f"{FIRST}/e7", (stale,))


def test_two_items_for_one_entity_are_refused_with_the_lines() -> None:
    first, second = same(f"member:{FIRST}/e7", "wd:Q7172"), same(f"member:{FIRST}/e7", "wd:Q79", 5)
    with pytest.raises(InputError, match=r"line 2, 5\) give “settlers”"):
        resolve.identities([ONE], [first, second])


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


def test_a_refusal_of_what_nobody_proposes_is_kept_without_a_warning() -> None:
    kept = different(f"member:{FIRST}/e7", "wd:Q7172")
    assert resolve.identities([TWO, ONE], [kept]).unmatched == ()
    assert resolve.identities([TWO], [kept]).unmatched == (kept,)


def test_a_link_can_be_refused_everywhere_by_the_iri() -> None:
    name = iri(ONE, "e1", resolve.identities([ONE, TWO]))
    cut = resolve.identities([ONE, TWO], [different(name, "wd:Q79")])
    assert (cut.key(ONE, "e1"), cut.key(TWO, "e1")) == (f"{FIRST}/e1", f"{SECOND}/e1")


def test_contradictions_are_refused_with_the_line() -> None:
    settlers, others, delegations = f"{FIRST}/e7", f"{SECOND}/e3", f"{FIRST}/e8"
    judgements = [same(settlers, others), different(others, delegations), same(settlers, delegations)]
    with pytest.raises(InputError, match=r"Line 3 .* other lines make them the same"):
        resolve.identities([ONE, TWO], judgements)
    with pytest.raises(InputError, match="both are linked to wd:Q79"):
        resolve.identities([ONE, TWO], [different(f"{FIRST}/e1", f"{SECOND}/e1")])


def test_a_judgement_on_what_is_not_there_is_reported_and_left_out() -> None:
    stray = same(f"{FIRST}/e7", "0000000000000000/e1")
    identity = resolve.identities([ONE, TWO], [stray])
    assert identity.unmatched == (stray,)
    assert identity.key(ONE, "e7") == f"{FIRST}/e7"
