"""Descriptions beside the name that they are of, and those of offices that say whose they are."""

from __future__ import annotations

from kg.annotate.coref.groups import ORGANIZED, Groups
from kg.annotate.draft import Draft, Raw
from kg.annotate.lexicon import words
from kg.annotate.mentions.overlooked import WINGS, person_phrase
from kg.annotate.parsed import Doc, Token

# Who is called so heads a state or a body; and the offices that do.
_CHIEFS = frozenset({"leader", "chief", "head", "president", "premier", "strongman", "ruler"})
_HIGHEST = (
    "president", "premier", "prime minister", "chancellor", "king", "emir", "sultan", "secretary-general",
    "secretary - general", "secretary general", "chief", "leader", "director general", "chairman", "counterpart",
)  # fmt: skip
_NAMED = frozenset({"known", "named", "identified", "called", "nicknamed", "alias", "dubbed"})
_HEADLINE, _LEAD = 30, 3  # tokens of a headline at most; paragraphs below it that tell the same


def join_appositions(groups: Groups, draft: Draft) -> None:
    """ "Nicola Latorre, chairman of the committee": one entity, when name and description are of one kind."""
    for mention in draft.mentions:
        token = draft.text.doc[mention.head]
        above = draft.view.head(token)
        if above is None or draft.view.rel(token) not in ("appos", "flat"):
            continue
        other = _before_comma(draft, mention) or draft.at(above)
        if other is None or other is mention or (mention.named and other.named and not _describes(draft, mention)):
            continue
        if _counted_apart(draft, mention, other) or (mention.named and _of_wing(draft.text.doc, other)):
            continue
        if mention.type == "Person" and draft.before(mention) in ("a", "an") and _listed(draft, mention):
            continue
        near = abs(mention.first - other.last) < 12
        if _state_described(draft, mention, other) or (near and _one_kind(mention, other)):
            groups.join(mention, other)


def _counted_apart(draft: Draft, one: Raw, other: Raw) -> bool:
    """ "Six Russians, three Chinese engineers and a driver": those who are counted twice are not the same."""
    counts = [
        next((t.lower_ for t in draft.text.doc[max(0, m.first - 1) : m.head] if t.tag_ == "CD"), "")
        for m in (one, other)
    ]
    return all(counts) and counts[0] != counts[1]


def _describes(draft: Draft, mention: Raw) -> bool:
    """ "the U.N. peacekeeping force": a name in a description, whose own noun is a common one."""
    noun = draft.text.doc[mention.head]
    return noun.is_lower and noun.tag_ == "NN" and mention.core == (mention.first, mention.last)


def _before_comma(draft: Draft, mention: Raw) -> Raw | None:
    """ "The state and the Liberation Army, a rebel group": the name right before the comma of a description, not the
    first of those that it is joined to."""
    doc, at = draft.text.doc, mention.first - 1
    at -= at > 0 and doc[at].tag_ == "DT"
    name = draft.at_token.get(at - 1) if mention.kind == "nominal" and at > 0 and doc[at].text == "," else None
    if name is None or name.last != at - 1 or not name.named or not _one_kind(mention, name):
        return None
    bodies = {mention.type, name.type} <= ORGANIZED
    return name if bodies or draft.view.rel(doc[name.head]) == "conj" else None


def join_bearers(groups: Groups, draft: Draft) -> None:
    """ "The head of the mission in Mali, Danish general X, welcomed": the name behind the comma bears the role.

    The parse hangs such a name on the nearest noun, or makes it the subject.
    """
    doc = draft.text.doc
    for name in draft.mentions:
        start = name.cover[0]
        while start and doc[start - 1].pos_ in ("DET", "ADJ"):  # "its director, the Danish general X"
            start -= 1
        if name.kind != "name" or name.type != "Person" or start < 2 or doc[start - 1].text != ",":
            continue
        noun = person_phrase(doc, start - 2) if _ends_phrase(doc, _with_home(draft, name.last)) else None
        role = draft.at(noun) if noun is not None else None
        if role is None or noun is None or (role.kind, role.type) != ("nominal", "Person"):
            continue
        if noun.i in (role.head, role.last) and not _tells_of(draft, doc[name.head], noun):
            groups.join(role, name)


def _with_home(draft: Draft, last: int) -> int:
    """Where a name ends together with the state that its bearer is of: "Ana Lind of Mali"."""
    of = last + 2 < len(draft.text.doc) and draft.text.doc[last + 1].lower_ == "of"
    home = draft.at_token.get(last + 2) if of else None
    return home.last if home is not None and home.kind == "name" and home.type in ("State", "Place") else last


def _tells_of(draft: Draft, name: Token, noun: Token) -> bool:
    """ "Police arrested a former general, Minister X said": who tells it is not the last one told of."""
    verb = draft.view.head(name)
    if verb is None or draft.view.rel(name) != "subj" or verb.lemma_ not in words("saying") | {"tell"}:
        return False
    if draft.view.rel(verb) == "parataxis":
        return noun.i < name.i
    return any(noun.i in {t.i for t in draft.view.subtree(told)} for told in draft.view.children(verb, "ccomp"))


def join_known(groups: Groups, draft: Draft) -> None:
    """ "a senior commander known as Abu Omar", "a suspect, whom it named as Tom Reed", "Tom Reed, better known as Abu
    Omar", "the mission, known as UNMISS": both names, or the name and the description, are of one."""
    doc = draft.text.doc
    for name in draft.mentions:
        at = name.cover[0] - 1
        if name.kind != "name" or name.type not in ORGANIZED | {"Person"} or at < 1:
            continue
        at -= doc[at].lower_ in ("as", "only")
        if doc[at].lower_ not in _NAMED:
            continue
        verb = doc[at]
        above = draft.view.head(verb) if draft.view.rel(verb) in ("acl", "relcl") else None
        role = draft.at(above) if above is not None else None
        if name.type != "Person" or role is None or role.named:
            role = _known_before(draft, at)
        if role is not None and _same_sort(role, name) and role.kind in ("nominal", "name"):
            groups.join(role, name)


def _known_before(draft: Draft, at: int) -> Raw | None:
    """The name or description that ends right before ", also known as"."""
    doc = draft.text.doc
    while at and (doc[at - 1].pos_ in ("ADV", "AUX") or doc[at - 1].lower_ in ("who", "which", "better", "best")):
        at -= 1
    end = at - 1 - (doc[at - 1].text == ",")
    found = draft.at_token.get(end) if end >= 0 else None
    return found if found is not None and found.last == end else None


def join_asides(groups: Groups, draft: Draft) -> None:
    """ "The Guards, a force of some thousands, left", "France and UNIFIL, the peacekeeping force": one in the singular
    right behind a name and a comma is the one named, wherever the parse hangs it."""
    doc = draft.text.doc
    for mention in draft.mentions:
        noun, article = doc[mention.head], draft.before(mention)
        if article not in ("a", "an", "the") or noun.tag_ != "NN" or mention.first < 3 or not noun.is_lower:
            continue
        named = draft.at_token.get(mention.first - 3) if doc[mention.first - 2].text == "," else None
        if named is None or not named.named or not _same_sort(named, mention):
            continue
        if not _listed(draft, mention) and (article != "the" or draft.view.rel(noun) == "appos"):
            groups.join(named, mention)


def _same_sort(named: Raw, mention: Raw) -> bool:
    if named.type == "State" and mention.type == "Place":
        return mention.kind == "nominal"  # "Taiwan, the self-ruled island that ..."
    return {named.type, mention.type} <= ORGANIZED or named.type == mention.type in ("Person", "State")


def _listed(draft: Draft, mention: Raw) -> bool:
    """Whether a noun is one of several: "a driver, a cook and two guards"."""
    doc, behind = draft.text.doc, mention.last + 1
    if [t.lower_ if t.tag_ == "CC" else t.tag_ for t in doc[behind : behind + 3]] == ["and", "CD", "NNS"]:
        return True
    if draft.view.rel(doc[mention.head]) != "conj":
        return False
    closed = (
        behind + 1 < len(doc) and doc[behind].text == "," and doc[behind + 1].tag_ in ("VBD", "VBZ", "VBP", "MD", "VBN")
    )
    return not closed


def _ends_phrase(doc: Doc, last: int) -> bool:
    """Whether a name in apposition ends here: at a mark, or before a verb."""
    if last + 1 >= len(doc):
        return True
    behind = doc[last + 1]
    return behind.text in (",", ".", ";", '"', "-") or behind.tag_ in ("VBD", "VBZ", "MD")


def join_introduced(groups: Groups, draft: Draft) -> None:
    """ "the London-based rights group X", "the opposition Y": what stands right before a body's name is it."""
    doc = draft.text.doc
    by_end = {m.last: m for m in draft.mentions if m.kind == "nominal" and (m.type in ORGANIZED or m.type == "State")}
    for name in draft.mentions:
        at = name.first - 1
        at -= at > 0 and doc[at].lower_ == "the"  # "opposition party the National Congress"
        at -= at > 0 and doc[at].text == "," and _ends_phrase(doc, name.last)
        before = by_end.get(at) if name.kind == "name" and (name.type in ORGANIZED or name.type == "State") else None
        before = before if before is not None and _same_sort(before, name) else None
        noun = doc[before.head] if before is not None else None
        if before is not None and _of_wing(doc, before):
            continue
        if before is not None and noun is not None and noun.tag_ in ("NN", "JJ") and noun.is_lower:
            groups.join(before, name)


def _of_wing(doc: Doc, mention: Raw) -> bool:
    """ "the youth wing of the ruling party, the Lindari": the name is the wing's, not the party's."""
    at = mention.first - 1
    at -= at > 0 and doc[at].tag_ in ("DT", "PRP$")
    return at > 0 and doc[at].lower_ == "of" and doc[at - 1].lower_ in WINGS


def join_headline(groups: Groups, draft: Draft) -> None:
    """ "World powers discuss ..." above "Major powers met ...": a headline speaks of what the first paragraphs do."""
    doc, blocks = draft.text.doc, draft.text.blocks
    headline = draft.text.tokens(blocks[0]) if len(blocks) > 1 else []
    if not headline or len(headline) > _HEADLINE or headline[-1].text in (".", "!", "?", ":", '"'):
        return
    first = [m for m in draft.mentions if m.kind == "nominal" and m.head <= headline[-1].i]
    lead = _LEAD + sum(i <= _LEAD for i in draft.text.datelines)
    for mention in draft.mentions:
        if mention.kind != "nominal" or not 1 <= draft.text.block_of(doc[mention.head]) <= lead:
            continue
        like = next((m for m in first if _headed_alike(draft, m, mention)), None)
        if like is not None:
            groups.join(like, mention)
            first.remove(like)


def join_chiefs(groups: Groups, draft: Draft) -> None:
    """ "UN chief" in a headline, "the Turkish leader" below: the person introduced with an office of the same body or
    state, where the article has only one such."""
    doc = draft.text.doc
    introduced = [(m, _in_title(groups, draft, m)) for m in draft.mentions if m.kind == "name" and m.type == "Person"]
    for mention in draft.mentions:
        if mention.kind != "nominal" or mention.type != "Person" or doc[mention.head].lemma_.lower() not in _CHIEFS:
            continue
        bodies = {groups.root(m) for m in draft.starting(mention.first, mention.head) if m.named and id(m) in groups}
        headline = draft.text.block_of(doc[mention.head]) == 0 and len(draft.text.blocks) > 1
        if len(bodies) != 1 or not (headline or draft.before(mention) == "the"):
            continue
        if any(m.kind == "name" for m in groups.members(mention)):
            continue
        near = [m for m, of in introduced if bodies <= of and (headline or m.first < mention.first)]
        if len({groups.root(m) for m in near}) == 1:
            groups.join(near[0], mention)


def _in_title(groups: Groups, draft: Draft, person: Raw) -> set[int]:
    """The bodies and states (by entity) in the title of the one who heads them: of a president, not of an envoy."""
    doc = draft.text.doc
    spans = [(person.cover[0], person.first)]
    spans += [(m.first, m.last + 1) for m in groups.members(person) if m.kind == "nominal"]
    found: set[int] = set()
    for start, end in spans:
        title = " ".join(t.lower_ for t in doc[start:end])
        if any(title.endswith(office) for office in _HIGHEST):
            found |= {groups.root(m) for m in draft.starting(start, end) if m.named and id(m) in groups}
    return found


def _headed_alike(draft: Draft, one: Raw, other: Raw) -> bool:
    """Whether two descriptions have the same noun in the same number."""
    doc = draft.text.doc
    return one.type == other.type and doc[one.head].lower_ == doc[other.head].lower_


def join_state_roles(groups: Groups, draft: Draft) -> None:
    """ "Italy, Libya's former colonial ruler": what stands behind a state and a comma, whatever the parse says."""
    doc = draft.text.doc
    by_end = {m.last: m for m in draft.mentions if m.kind == "name" and m.type == "State"}
    for mention in draft.mentions:
        noun = doc[mention.head]
        if mention.kind != "nominal" or noun.tag_ != "NN" or noun.lemma_ not in words("state-roles"):
            continue
        start = mention.first
        while start > noun.sent.start and (doc[start - 1].text == "'s" or draft.at_token.get(start - 1) is not None):
            start -= 1
        state = by_end.get(start - 2) if start >= 2 and doc[start - 1].text == "," else None
        if state is not None:
            groups.join(state, mention)


def join_settlements(groups: Groups, draft: Draft) -> None:
    """ "the city of Sirte", "the capital Kabul": description and name are one place."""
    for mention in draft.mentions:
        token = draft.text.doc[mention.head]
        settlement = mention.type == "Place" and token.lemma_.lower() in words("settlements")
        if mention.kind == "nominal" and settlement:
            named = _settlement_name(draft, mention, token)
            if named is not None:
                groups.join(named, mention)
                mention.introduces = 0 < named.first - mention.last < 4


def _settlement_name(draft: Draft, mention: Raw, token: Token) -> Raw | None:
    # "The capital of Helmand province" is another place than the province.
    of = [t for prep, t in draft.view.preps(token) if prep == "of" and token.lemma_.lower() != "capital"]
    inner = of + draft.view.children(token, "appos", "flat")
    following = draft.at_token.get(mention.last + 1) if not token.is_sent_end else None
    found = [*(draft.at(t) for t in inner), following]
    return next((m for m in found if m is not None and m.kind == "name" and m.type == "Place"), None)


def _state_described(draft: Draft, one: Raw, other: Raw) -> bool:
    """ "Italy, Libya's former colonial ruler"."""
    if one.named == other.named:
        return False
    named, described = (one, other) if one.named else (other, one)
    noun = draft.text.doc[described.head]
    return named.type == "State" and noun.tag_ == "NN" and noun.lemma_ in words("state-roles")


def _one_kind(one: Raw, other: Raw) -> bool:
    pair = {one.type, other.type}
    return len(pair) == 1 or pair <= ORGANIZED or pair == {"State", "Place"}


def join_countries(groups: Groups, draft: Draft) -> None:
    """ "Omani Foreign Minister X said that his country would mediate": the one state in the title of whose it is."""
    doc = draft.text.doc
    for mention in draft.mentions:
        if (
            mention.type != "State"
            or mention.kind != "nominal"
            or doc[mention.head].lemma_ not in ("country", "nation")
        ):
            continue
        owner = draft.at_token.get(mention.first - 1) if mention.first == mention.head else None
        if owner is None or owner.kind != "pronoun" or owner.type != "Person" or not owner.used:
            continue
        states = _states_in_titles(groups, draft, owner)
        if len({groups.root(m) for m in states}) == 1:
            groups.join(states[0], mention)


def _states_in_titles(groups: Groups, draft: Draft, person: Raw) -> list[Raw]:
    """The states that a person's titles and descriptions say he serves, not those that he is sent "to"."""
    found: list[Raw] = []
    for m in groups.members(person):
        titled = m.kind == "name" and m.cover[0] < m.first
        start = (m.cover[0] if titled else m.first) - 2 if titled or m.kind == "nominal" else m.last + 1
        near = draft.starting(max(0, start), m.last + 1)
        found += [
            s for s in near if s.type == "State" and s.kind == "name" and draft.before(s) not in ("to", "in", "on")
        ]
    return found
