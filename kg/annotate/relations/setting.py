"""Which state a title without one is of, as a story is told: who speaks, what it is about, where it was filed.

A wrong state is worse than none: where sentence, paragraph, story and dateline do not agree, nothing is told.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property

from kg.annotate.draft import Draft, Raw
from kg.annotate.parsed import Token
from kg.annotate.quotes import quoted_tokens
from kg.annotate.relations.tie import phrases

_LEAD = 2
"""Blocks of text, the headline among them and datelines not, that make up the lead."""
_OPENING = 120
"""Tokens within which the lead ends in a text without paragraphs."""
_TWICE = 2
_MANY = 3
"""Times that a story names its state, at least, where no dateline tells it."""
_LEADING = frozenset({"lead", "head", "represent"})
_SENT = frozenset("delegation team side negotiators".split())
# What a state does by the mouth of its minister, who is quoted next.
_JUDGING = frozenset(
    "announce call condemn confirm criticise criticize decline defend denounce deny deplore dismiss hail insist pledge "
    "praise promise protest refuse regret reject say vow welcome".split()
)
_SAYING = frozenset(
    "acknowledge add admit announce argue comment confirm declare explain insist note pledge promise reply respond say "
    "state stress tell tweet vow warn write".split()
)
# By these a state speaks of what it means to do.
_MEANING = frozenset("will would shall should can could must may might".split())
# Only these call their ministers secretaries.
_WITH_SECRETARIES = frozenset(
    "united states|u.s.|us|usa|america|american|britain|british|united kingdom|uk|philippines|philippine|mexico|"
    "mexican|kenya|kenyan".split("|")
)
_WANTING = frozenset(
    "accept agree back expect hope intend need oppose plan refuse regret reject support want welcome".split()
)


class Setting:
    """What a story tells of states, for titles that name none."""

    def __init__(self, draft: Draft) -> None:
        """Read nothing yet: each part is read when it is asked for."""
        self._draft = draft

    def state_of(self, person: Raw, noun: Token, *, abroad: bool) -> Raw | None:
        """The state of somebody's title, by its noun; ``abroad`` where who has it often speaks of other states."""
        sent = self._delegated(person)
        if sent is not None:
            return sent
        acting = self._acting(noun)
        if acting is not None and acting.group in self._leading:
            return None if self._other_near(noun, acting) or self._elsewhere(person, noun, acting) else acting
        voiced = self._voiced(person, noun)
        if voiced is not None:
            return voiced
        state = self._most_named(_TWICE) if abroad else self._main or self._alone(noun)
        if state is None or self._other_near(noun, state) or self._others_turn(noun, state, far=abroad):
            return None
        return None if self._elsewhere(person, noun, state) else state

    # -- what the sentence and the one before it tell ------------------------------------------------------------------

    def _delegated(self, person: Raw) -> Raw | None:
        """ "Trade Minister X, who led the Danish delegation": the state that sent him."""
        draft, view = self._draft, self._draft.view
        for verb in draft.text.doc[person.head].sent:
            if verb.lemma_ not in _LEADING or all(draft.at(f.token) is not person for f in view.subjects(verb)):
                continue
            for sent in view.children(verb, "obj"):
                sends = sent.lemma_.lower() in _SENT or sent.lower_ in _SENT
                near = view.children(sent, "poss", "amod", "compound") if sends else []
                return next((s for t in near if (s := self._named(t)) is not None), None)
        return None

    def _acting(self, noun: Token) -> Raw | None:
        """The state whose government is the subject of the sentence, or which acts in the one before, in the lead.

        Later on a sentence about one side is often followed by the answer of the other.
        """
        draft, doc, view = self._draft, self._draft.text.doc, self._draft.view
        start = noun.sent.start
        lead = start > 0 and draft.text.block_of(doc[start - 1]) <= _LEAD
        for at in (start, doc[start - 1].sent.start) if lead else (start,):
            for token in doc[at].sent:
                if token.i >= noun.i or token.pos_ == "VERB":
                    break
                if view.rel(token) not in ("subj", "subjpass"):
                    continue
                own, here = at == start, draft.at(token)
                if here is None or here.type not in ("Government",) + (() if own else ("State",)):
                    return None  # a state may act on the president of another
                return self._spoken_of(token)
        return None

    def _voiced(self, person: Raw, noun: Token) -> Raw | None:
        """The state by whose mouth a minister speaks: "Chad will not leave, Prime Minister X said", "Chad denied it.
        "Never," Foreign Minister X said in N'Djamena"."""
        verb = self._draft.view.head(self._draft.text.doc[person.head])
        if verb is None or verb.lemma_ not in _SAYING:
            return None
        state, sure = self._own_clause(noun)
        if state is None:
            state, sure = self._sentence_before(noun)
        if state is None:
            return None
        behind = self._draft.starting(noun.i, noun.sent.end)
        return state if sure or any(self._draft.capitals.get(m.group) == state.group for m in behind) else None

    def _own_clause(self, noun: Token) -> tuple[Raw | None, bool]:
        """The state that is the subject of what is said before a title, and whether it surely is the speaker's: it
        means to do something, and the story is of no other."""
        view = self._draft.view
        for token in noun.sent:
            if token.i >= noun.i or token.i in self._quoted:
                break
            state, verb = self._speaking(token), view.head(token)
            if state is None or verb is None:
                continue
            means = verb.lemma_ in _WANTING and verb.tag_ in ("VBZ", "VBP")
            means = means or any(t.lower_ in _MEANING for t in view.children(verb, "aux"))
            return state, means and (self._main is None or self._main.group == state.group)
        return None, False

    def _sentence_before(self, noun: Token) -> tuple[Raw | None, bool]:
        """The state that the sentence before is about, and whether its minister surely speaks next: it judges something
        there, but no other state, and a quotation follows."""
        view = self._draft.view
        for token in self._before(noun):
            if view.rel(token) not in ("subj", "subjpass") or token.tag_ in ("WDT", "WP"):
                continue
            state, verb = self._speaking(token), view.head(token)
            if state is None or verb is None:
                break
            near = [token for found in view.patients(verb) for token in view.subtree(found.token)]
            against = any((s := self._named(t)) is not None and s.group != state.group for t in near)
            quoted = any(t.i in self._quoted for t in noun.sent[: noun.i - noun.sent.start])
            return state, verb.lemma_ in _JUDGING and not against and quoted
        return None, False

    def _speaking(self, subject: Token) -> Raw | None:
        """The state that a subject is, or whose government it is."""
        here = self._draft.at(subject)
        if self._draft.view.rel(subject) not in ("subj", "subjpass") or here is None:
            return None
        return self._spoken_of(subject) if here.type in ("State", "Government") else None

    def _before(self, noun: Token, *, far: bool = False) -> list[Token]:
        """The sentence before that is no mere quotation, in the same paragraph or, if ``far``, in any."""
        doc, text = self._draft.text.doc, self._draft.text
        block, at = text.block_of(noun), noun.sent.start - 1
        while at >= 0 and (far or text.block_of(doc[at]) == block):
            tokens = [t for t in doc[at].sent if t.i not in self._quoted and t.pos_ != "PUNCT"]
            if tokens:
                return tokens
            at = doc[at].sent.start - 1
        return []

    # -- what the story tells ------------------------------------------------------------------------------------------

    @cached_property
    def _quoted(self) -> set[int]:
        return quoted_tokens(self._draft)

    @cached_property
    def _states(self) -> list[Raw]:
        """The mentions of states by name, or by their capital."""
        return [m for m in self._draft.mentions if m.type == "State" and m.kind == "name"]

    @cached_property
    def _lead(self) -> list[int]:
        """The blocks that a story begins with, datelines left out."""
        filed = self._draft.text.datelines
        return [i for i in range(len(self._draft.text.blocks)) if i not in filed][:_LEAD]

    @cached_property
    def _leading(self) -> set[int]:
        """The states (by entity) of the headline, or of the first sentence where there is none: others only comment."""
        doc = self._draft.text.doc
        first = [m for m in self._states if not m.metonym]
        head = {m.group for m in first if self._draft.text.block_of(doc[m.head]) == 0}
        opening = doc[0].sent.end
        return head or {m.group for m in first if m.first < opening}

    @cached_property
    def _filed(self) -> int | None:
        """The state (by entity) of the capital that the story was filed from, -1 for one not named; None elsewhere."""
        doc, text = self._draft.text.doc, self._draft.text
        filed = [m for m in self._draft.mentions if text.block_of(doc[m.head]) in text.datelines]
        return next((self._draft.capitals[m.group] for m in filed if m.group in self._draft.capitals), None)

    @cached_property
    def _main(self) -> Raw | None:
        """The state that a story is about."""
        return self._most_named(1)

    def _most_named(self, times: int) -> Raw | None:
        """The state that leads a story which was filed from there and names no other so often, by so many times; or
        that any other story begins with and names twice as often as the rest."""
        doc, block_of = self._draft.text.doc, self._draft.text.block_of
        names = [m for m in self._states if not m.metonym]
        counted = self._counted
        lead = [m for m in names if block_of(doc[m.head]) in self._lead and m.first < _OPENING]
        head = {m.group for m in lead if block_of(doc[m.head]) == 0}
        if self._filed in {m.group for m in lead}:
            first = next(m for m in lead if m.group == self._filed)
            led = not head or first.group in head
            alone = head == {first.group} and times == 1
            return first if led and _outnumbers(counted, first.group, times, ties=alone) else None
        most, many = counted.most_common(1)[0] if counted else (-1, 0)
        told = many >= _MANY and _outnumbers(counted, most, _TWICE) and most in head
        return next((m for m in names if m.group == most), None) if told else None

    @cached_property
    def _counted(self) -> Counter[int]:
        """How often the story names each state, or its capital; -1 stands for those it names by their capital alone."""
        doc, text, capitals = self._draft.text.doc, self._draft.text, self._draft.capitals
        places = [m for m in self._draft.mentions if m.group in capitals and m.kind == "name" and m.type == "Place"]
        told = [m for m in places if text.block_of(doc[m.head]) not in text.datelines]
        return Counter(m.group for m in self._states) + Counter(capitals[m.group] for m in told)

    def _alone(self, noun: Token) -> Raw | None:
        """The only state that a story has named by then, in its lead, where it was filed from no other."""
        if self._draft.text.block_of(noun) not in self._lead or noun.i >= _OPENING:
            return None
        named = [m for m in self._states if m.first < noun.i]
        if len({m.group for m in named}) != 1 or self._filed not in (None, named[0].group):
            return None
        return named[0]

    # -- what speaks against it ----------------------------------------------------------------------------------------

    def _other_near(self, noun: Token, state: Raw) -> bool:
        """Whether the sentence names another state before the title, but one of which a quotation speaks."""
        near = self._draft.starting(noun.sent.start, noun.i)
        others = [m for m in near if m.type == "State" and m.kind == "name" and m.group != state.group]
        return any(m.head not in self._quoted or self._means(self._draft.text.doc[m.head]) for m in others)

    def _elsewhere(self, person: Raw, noun: Token, state: Raw) -> bool:
        """Whether somebody seems to be of another state than the one a story is about: "In Washington, President X",
        "Prime Minister X said Japan could not wait", a secretary where there are ministers."""
        draft = self._draft
        towns = [m for m in draft.starting(noun.sent.start, noun.i) if m.group in draft.capitals and m.first > 0]
        if any(draft.before(m) == "in" and draft.capitals[m.group] != state.group for m in towns):
            return True
        if noun.lower_ == "secretary" and not any(
            draft.words(m).lower() in _WITH_SECRETARIES for m in draft.mentions if m.group == state.group
        ):
            return True
        verb = draft.view.head(draft.text.doc[person.head])
        if verb is None or verb.lemma_ not in _SAYING:
            return False
        said = [t for inner in draft.view.children(verb, "ccomp") for t in draft.view.children(inner, "subj")]
        told = [(t, m) for t in said if t.i > noun.i and (m := self._named(t)) is not None]
        return any(m.group != state.group and self._means(t) for t, m in told)

    def _means(self, token: Token) -> bool:
        """Whether a state is said to mean to do something: "France will never leave"."""
        verb = self._draft.view.head(token) if self._draft.view.rel(token) == "subj" else None
        return verb is not None and any(t.lower_ in _MEANING for t in self._draft.view.children(verb, "aux"))

    def _others_turn(self, noun: Token, state: Raw, *, far: bool) -> bool:
        """Whether the sentence before, if ``far`` in any paragraph, is about another state, or about somebody of it."""
        draft = self._draft
        before = self._before(noun, far=far)
        subject = next((t for t in before if draft.view.rel(t) in ("subj", "subjpass")), None)
        if subject is None:
            return False
        here = draft.at(subject)
        start, stop = (
            (min(here.first, here.cover[0]), here.last + 1) if here is not None else (subject.i, subject.i + 1)
        )
        found = [self._spoken_of(subject), *(m for m in draft.starting(start, stop) if m.type == "State")]
        return any(m.group != state.group for m in found if m is not None)

    def _spoken_of(self, token: Token) -> Raw | None:
        """The state that a noun is, or is said to be of."""
        view = self._draft.view
        near = [token, *view.children(token, "poss", "amod", "compound"), *phrases(self._draft, token, "of")]
        return next((s for t in near if (s := self._named(t)) is not None), None)

    def _named(self, token: Token) -> Raw | None:
        """The state that a token names, though a description covers it."""
        found = [m] if (m := self._draft.at(token)) is not None else []
        found += self._draft.starting(token.i, token.i + 1)
        return next((m for m in found if m.type == "State" and m.kind == "name"), None)


def _outnumbers(counted: Counter[int], one: int, times: int, *, ties: bool = False) -> bool:
    """Whether one is counted that many times as often as any other, and more often unless ``ties`` will do."""
    rest = [n for other, n in counted.items() if other != one]
    return all(counted[one] >= times * n and (ties or counted[one] > n) for n in rest)
