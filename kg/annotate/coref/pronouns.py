"""Pronouns, only where the antecedent is safe: a wrong one puts words and deeds on the wrong actor."""

from __future__ import annotations

from kg.annotate.coref.groups import ORGANIZED, Groups
from kg.annotate.coref.persons import clause_of, person_before, prominence, sex_of, sex_of_word, top_of
from kg.annotate.draft import Draft, Raw
from kg.annotate.lexicon import words
from kg.annotate.mentions.descriptions import described
from kg.annotate.parsed import Token
from kg.annotate.quotes import quoted_tokens
from kg.model import EntityType

_BODIES: frozenset[EntityType] = ORGANIZED | {"State"}
_NEAR, _FAR = 40, 120
"""Tokens back to an antecedent: always looked at, and at most, where the sentence before is long."""
_PERSUADING = frozenset("persuade convince press force urge compel pressure lobby push".split())
_PUNISHING = frozenset(
    "impose sanction suspend expel condemn punish criticize criticise blacklist denounce rebuke isolate ban boycott "
    "slap blame".split()
)
_JUDGING = frozenset("know condemn denounce deplore reject dismiss welcome hail approve endorse oppose".split())
"""Verbs whose object "it" is what was said or done."""
_LEADING = frozenset(
    "leader negotiator representative envoy deputy minister secretary ambassador spokesman spokeswoman spokesperson "
    "mediator".split()
)
_OPENING, _OPENING_PHRASE = 4, 10
"""Tokens at the start of a sentence in which its topic begins; and in which a phrase before that ends."""
_PLURAL: frozenset[EntityType] = frozenset({"Group", "ArmedGroup", "MilitaryForce", "Government"})


def join_pronouns(groups: Groups, draft: Draft) -> None:
    """Give each pronoun its antecedent, or (``they``, ``the pair``) the members that it stands for together."""
    doc = draft.text.doc
    quoted = quoted_tokens(draft)
    for mention in groups.mentions:
        if mention.kind != "pronoun":
            continue
        word = doc[mention.head].lower_
        antecedent = None
        if word in ("he", "him", "his", "she", "her"):
            antecedent = _made_to(draft, mention) or _spoke_before(groups, draft, mention, quoted)
            antecedent = antecedent or _person_before(groups, draft, mention, quoted)
        elif word in ("pair", "duo"):
            mention.members = _last_two(groups, draft, mention)
        elif word in ("they", "them", "their"):
            mention.members = _several(draft, mention)
            if not mention.members:
                antecedent = _object_above(draft, mention) or _plural_before(groups, draft, mention)
        elif word in ("it", "its") and not _what_is_said(draft, doc[mention.head]):
            near = _candidates(groups, draft, mention, _BODIES | {"Group"})
            bodies = [m for m in near if _one_body(doc[m.head], m)]
            antecedent = (
                _until(draft, mention)
                or _punished(draft, mention)
                or _sibling(draft, mention)
                or _spoke_before(groups, draft, mention, quoted)
                or _subject_before(draft, bodies, doc[mention.head])
            )
        if not mention.members and word in ("its", "their") and _is_far(draft, antecedent, mention):
            antecedent = _topic(draft, groups, mention) or antecedent
        if antecedent is not None:
            groups.join(antecedent, mention)
            mention.type, mention.kinds, mention.used = antecedent.type, antecedent.kinds, True


def _person_before(groups: Groups, draft: Draft, mention: Raw, quoted: set[int]) -> Raw | None:
    near = groups.before(mention, 60)
    above = draft.view.head(draft.text.doc[mention.head])
    if mention.head not in quoted and above is not None and above.lemma_ in words("speech"):
        # '"Netanyahu wants more," he said': who is spoken of does not speak.
        near = [m for m in near if m.head not in quoted]
    return person_before(groups, draft, mention, near)


def _spoke_before(groups: Groups, draft: Draft, mention: Raw, quoted: set[int]) -> Raw | None:
    """ "An aide said the king had left. He said ...": whoever spoke in the sentence before goes on speaking."""
    doc, view = draft.text.doc, draft.view
    word = doc[mention.head]
    verb = view.head(word) if view.rel(word) == "subj" and word.i not in quoted else None
    if verb is None or verb.lemma_ not in words("saying") or not word.sent.start:
        return None
    before = doc[word.sent.start - 1].sent
    if draft.text.block_of(word) - draft.text.block_of(before[0]) > 1:
        return None
    speaking = [t for t in before if t.pos_ == "VERB" and t.lemma_ in words("saying") and t.i not in quoted]
    inner = {t.i for t in speaking if any(a in speaking for a in view.ancestors(t))}
    heads = [s for t in speaking if t.i not in inner for s in view.children(t, "subj") or _left_of(t)]
    found = [m for t in heads if (m := draft.at(t)) is not None and _may_be(groups, draft, m, word)]
    return found[0] if found and len({m.group for m in found}) == 1 else None


def _left_of(verb: Token) -> list[Token]:
    """The last word before a verb and its comma: "the envoy, Tom Reed, said" where the parse has no subject."""
    at = verb.i - 1 - (verb.i > verb.sent.start and verb.nbor(-1).text == ",")
    return [verb.doc[at]] if at > verb.sent.start and verb.doc[at].pos_ == "PROPN" else []


def _may_be(groups: Groups, draft: Draft, mention: Raw, pronoun: Token) -> bool:
    """Whether a pronoun in the singular fits a speaker: a person of that sex, for "it" a body."""
    head = draft.text.doc[mention.head]
    if mention.kind == "pronoun" and not mention.used:
        return False
    if pronoun.lower_ == "it":
        return mention.type in _BODIES | {"Group"} and mention.kind != "pronoun" and _one_body(head, mention)
    one = mention.type == "Person" or (mention.type == "Group" and mention.kind == "nominal" and head.tag_ == "NN")
    return one and sex_of(groups, draft, mention) in ("", sex_of_word(pronoun.lower_))


def _what_is_said(draft: Draft, token: Token) -> bool:
    """ "officials denied it", "Chad condemned it": no body but what was said or done."""
    above = draft.view.head(token)
    return draft.view.rel(token) == "obj" and above is not None and above.lemma_ in words("saying") | _JUDGING


def _is_far(draft: Draft, antecedent: Raw | None, mention: Raw) -> bool:
    """Whether an antecedent stands before the last sentence or in another paragraph, or there is none."""
    doc, block_of = draft.text.doc, draft.text.block_of
    start = doc[mention.head].sent.start
    if antecedent is None or block_of(doc[antecedent.head]) != block_of(doc[mention.head]):
        return True
    return start > 0 and antecedent.first < doc[start - 1].sent.start


def _topic(draft: Draft, groups: Groups, mention: Raw) -> Raw | None:
    """ "Its leader", "their spokesman": the body that the sentence before began with, whatever the parse made of it."""
    doc = draft.text.doc
    owned, start = draft.view.head(doc[mention.head]), doc[mention.head].sent.start
    office = described(owned) if owned is not None and owned.tag_ == "NN" else None
    leads = office is not None and ("leader" in office.kinds or (owned is not None and owned.lemma_ in _LEADING))
    if not leads:
        return None
    if mention.head != start:  # "talks led by the bloc collapsed, but its mediator": the only body of the sentence
        here = [m for m in groups.before(mention, mention.head - start) if m.first >= start and m.type in _BODIES]
        names = [m for m in here if m.kind == "name" and m.used]
        return names[0] if len({draft.core(m) for m in names}) == 1 else None
    if not start:
        return None
    before = doc[start - 1].sent
    opens = before.start
    if before[0].tag_ == "IN":  # "In a statement, the council welcomed"
        opens = next((t.i + 1 for t in before[:_OPENING_PHRASE] if t.text == ","), opens)
    first = [m for m in groups.before(mention, _FAR) if opens <= m.first < opens + _OPENING]
    named = (m for m in first if m.used and m.type in _BODIES and m.kind == "name")
    return next(named, None)


def _made_to(draft: Draft, mention: Raw) -> Raw | None:
    """ "to persuade the president to lift his veto": whose it is that somebody is made to do something about."""
    word, view = draft.text.doc[mention.head], draft.view
    noun = view.head(word) if word.tag_ == "PRP$" else None
    verb = view.head(noun) if noun is not None and view.rel(noun) == "obj" else None
    above = view.head(verb) if verb is not None and verb.tag_ == "VB" and view.rel(verb) == "xcomp" else None
    if above is None or above.lemma_ not in _PERSUADING:
        return None
    found = (m for t in view.children(above, "obj") if (m := draft.at(t)) is not None and m.kind != "pronoun")
    return next((m for m in found if m.type == "Person" and m.first < mention.first), None)


def _object_above(draft: Draft, mention: Raw) -> Raw | None:
    """ "expelled seven officials, accusing them of meddling": the object of the verb that a participle goes with."""
    word, view = draft.text.doc[mention.head], draft.view
    participle = view.head(word)
    if word.lower_ != "them" or participle is None or participle.tag_ != "VBG" or view.rel(participle) != "advcl":
        return None
    above = view.head(participle)
    objects = view.children(above, "obj") if above is not None else []
    found = (m for t in objects if (m := draft.at(t)) is not None and m.head == t.i and m.kind != "pronoun")
    return next((m for m in found if m.type in _PLURAL), None)


def _until(draft: Draft, mention: Raw) -> Raw | None:
    """ "threatened to attack Kenya until it pulls out": who is attacked, for it is to do what ends the attack."""
    word, view = draft.text.doc[mention.head], draft.view
    verb = view.head(word)
    above = view.head(verb) if verb is not None and view.rel(word) == "subj" else None
    if above is None or verb is None or not any(t.lower_ in ("until", "unless") for t in view.children(verb, "mark")):
        return None
    if above.lemma_ not in words("hostile") | words("violent"):
        return None
    found = (m for t in view.children(above, "obj") if (m := draft.at(t)) is not None and m.type in _BODIES)
    return next(found, None)


def _punished(draft: Draft, mention: Raw) -> Raw | None:
    """ "sanctions imposed on Chad after it annexed the strip", "suspended Chad after its army took power": who is
    punished for what it did."""
    word, view = draft.text.doc[mention.head], draft.view
    top = view.head(word) if word.tag_ == "PRP$" else word
    verb = view.head(top) if top is not None and view.rel(top) in ("subj", "subjpass") else None
    above = view.head(verb) if verb is not None and view.rel(verb) == "advcl" else None
    if above is None or verb is None or above.lemma_ not in _PUNISHING or above.i > verb.i:
        return None
    if not any(
        t.lower_ in ("after", "because", "when", "since", "over") for t in view.children(verb, "mark", "advmod")
    ):
        return None
    struck = view.children(above, "subjpass" if view.passive(above) else "obj")
    around = [above, *view.children(above, "obj")] if above.lemma_ in ("impose", "slap") else [above]
    struck += [t for word in around for prep, t in view.preps(word) if prep in ("on", "against")]
    found = (m for t in struck if t.i < mention.first and (m := draft.at(t)) is not None and m.type in _BODIES)
    return next((m for m in found if m.used and m.kind != "pronoun"), None)


def _one_body(noun: Token, mention: Raw) -> bool:
    """Whether "it" can mean a mention: no description in the plural ("rebels"), of groups only a body of people."""
    plural = mention.kind == "nominal" and noun.tag_ in ("NNS", "NNPS")
    crew = noun.tag_ == "NN" and noun.lemma_ in words("collectives")
    return not plural and (mention.type != "Group" or crew)


def _plural_before(groups: Groups, draft: Draft, mention: Raw) -> Raw | None:
    found = _candidates(groups, draft, mention, _PLURAL)
    bodies = ("MilitaryForce", "Government")
    plural = [m for m in found if m.type not in bodies or draft.text.doc[m.head].tag_ in ("NNS", "NNPS")]
    return _subject_before(draft, plural, draft.text.doc[mention.head])


def _candidates(groups: Groups, draft: Draft, mention: Raw, types: frozenset[EntityType]) -> list[Raw]:
    """Names and descriptions of some types a sentence or two before a pronoun; nearest last.

    Inside a quotation nothing outside it is meant: the speaker talks of what he spoke of before.
    """
    opened = _quotation(draft, mention)
    near = [
        m
        for m in groups.before(mention, _reach(draft, mention))
        if m.first >= opened and not _acts_on(draft, m, mention)
    ]
    return [m for m in near if m.used and m.type in types and m.kind != "pronoun"]


def _acts_on(draft: Draft, mention: Raw, pronoun: Raw) -> bool:
    """Whether the mention is the subject of the verb whose object the pronoun is: "police arrested six of them"."""
    word, token = draft.text.doc[pronoun.head], top_of(draft, mention)
    if word.tag_ == "PRP$" or draft.view.rel(word) in ("subj", "subjpass"):
        return False
    return draft.view.rel(token) in ("subj", "subjpass") and draft.view.head(token) == clause_of(draft, word)


def _reach(draft: Draft, mention: Raw) -> int:
    """How many tokens back a pronoun may point: to the start of the sentence before its own, however long that is."""
    sent = draft.text.doc[mention.head].sent
    before = draft.text.doc[sent.start - 1].sent.start if sent.start else 0
    return min(max(_NEAR, mention.head - before + 1), _FAR)


def _quotation(draft: Draft, mention: Raw) -> int:
    """Where the quotation around a pronoun begins, by token; 0 outside of quotations."""
    doc = draft.text.doc
    block = draft.text.block_of(doc[mention.head])
    marks = []
    for i in range(mention.head - 1, max(-1, mention.head - 200), -1):
        if draft.text.block_of(doc[i]) != block:
            break
        if doc[i].text == '"':
            marks.append(i)
    return marks[0] if len(marks) % 2 else 0


def _subject_before(draft: Draft, mentions: list[Raw], pronoun: Token) -> Raw | None:
    """The one that stands out most of the mentions that are subjects."""
    subjects = [m for m in mentions if _is_subject(draft, m)]
    return max(subjects, key=lambda m: (prominence(draft, m, pronoun), m.first), default=None)


def _is_subject(draft: Draft, mention: Raw) -> bool:
    token = top_of(draft, mention)
    return draft.view.rel(token) in ("subj", "subjpass")


def _last_two(groups: Groups, draft: Draft, mention: Raw) -> tuple[Raw, ...]:
    """ "the pair": the two people named last before it, when they are two."""
    people = [m for m in groups.before(mention, 60) if m.type == "Person" and m.named]
    last: dict[str, Raw] = {draft.core(m): m for m in people}
    return tuple(last.values())[-2:] if len(last) >= 2 else ()


def _several(draft: Draft, mention: Raw) -> tuple[Raw, ...]:
    """ "The GNA and Haftar's forces said they ...": the coordinated subject of the clause above, when there is one."""
    doc, view = draft.text.doc, draft.view
    for above in view.ancestors(doc[mention.head]):
        for subject in view.children(above, "subj", "subjpass"):
            parts = [draft.at(t) for t in view.conjuncts(subject)] if subject.i < mention.head else []
            found = tuple(m for m in parts if m is not None and m.agent and m.kind != "pronoun")
            if len(found) > 1:
                return found
            if found:
                return ()
    return ()


def _sibling(draft: Draft, mention: Raw) -> Raw | None:
    """ "the parliament and its ally": the owner is the first of the two."""
    owned = draft.view.head(draft.text.doc[mention.head])
    if owned is None or draft.view.rel(owned) != "conj":
        return None
    first = draft.view.head(owned)
    found = draft.at(first) if first is not None else None
    return found if found is not None and found.type in _BODIES and found.kind != "pronoun" else None
