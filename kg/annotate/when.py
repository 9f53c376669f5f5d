"""When each event was: the time expressions of its sentence, tied to it through the parse, read with its tense."""

from __future__ import annotations

from kg.annotate.counted import counted, since_then
from kg.annotate.draft import Draft
from kg.annotate.events.places import ASIDE
from kg.annotate.lexicon import words
from kg.annotate.parsed import Token
from kg.annotate.placed import (
    PHRASE,
    Placed,
    ahead_of,
    at_its_start,
    covers,
    in_front,
    is_ahead,
    is_for,
    of_another,
    of_its_purpose,
    of_its_toll,
    of_participle,
    of_the_asking,
    of_what_is_to_come,
)
from kg.annotate.timelines import entries
from kg.annotate.times import find_timexes, resolve
from kg.model import Event, TimeValue

_CLAUSAL = frozenset({"VERB", "AUX"})
_WITHIN = frozenset({"in", "at", "during"})
_ANSWERS = frozenset("retaliation revenge reprisal response return exchange punishment payback".split())
_CONVENING = frozenset("call convene schedule set plan announce slate summon declare fix".split())
_SCHEDULED = frozenset(
    "strike protest rally march demonstration election vote referendum meeting summit talk talks walkout".split()
)
_PUBLISHING = frozenset("post publish release issue broadcast air send circulate read record upload".split())
_SIGNING = frozenset("sign reach adopt conclude strike seal ink initial draft approve".split())
_BINDING = frozenset(
    "agree accept pledge promise undertake commit recognise recognize renounce declare call urge condemn".split()
)
_HAD = frozenset({"has", "have", "had", "was", "were"})
_COULD = frozenset({"could", "may", "might", "can"})
_OPENERS = frozenset("after before as when while because since until once although though".split())
_SPANS = frozenset("hour day night week weekend month quarter half year decade".split())
_FATAL = frozenset({"kill", "wound", "injure", "leave", "claim", "hurt"})


class Clock:
    """The times of one article. ``values`` are all of them in the past reading, for the document."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        article = draft.text.article
        self._published = article.published
        found = [t for t in find_timexes(article.text) if not t.generic]
        self._entries = entries(article.text, draft.text.blocks, found)
        self._by_sentence: dict[int, list[Placed]] = {}
        self.values: list[TimeValue] = []
        near: dict[int, TimeValue] = {}
        for timex in found:
            tokens = tuple(draft.text.tokens(timex.span))
            if not tokens:
                continue
            sent = tokens[0].sent.start
            value = resolve(timex, self._published, anchor=near.get(sent))
            self.values.append(value)
            if value.start:
                near[sent] = value
            here = self._by_sentence.setdefault(sent, [])
            anchor = of_participle(draft.view, tokens) or (None if timex.weak else self._told(tokens))
            anchor = anchor or self._anchor(tokens)
            here.append(Placed(timex, tokens, anchor))
            for verb in self._when(tokens[-1]):
                within = at_its_start(timex) if verb.i > tokens[-1].i else timex
                here += [Placed(within, tokens, verb)] if verb != anchor or within != timex else []

    def _anchor(self, tokens: tuple[Token, ...]) -> Token | None:
        """The word that the expression modifies: the first head outside its own tokens, past "of" chains."""
        inside = {t.i for t in tokens}
        for token in tokens:
            above = self._draft.view.head(token)
            if above is not None and above.i not in inside:
                return self._before_clause(tokens[-1], self._past_aside(tokens[0], above))
        return None

    def _before_clause(self, last: Token, anchor: Token) -> Token:
        """ "seized the port in May after troops withdrew": a time right before such a clause is that of the verb above
        it."""
        view = self._draft.view
        opened = last.i + 1 < last.sent.end and last.nbor(1).lower_ in _OPENERS
        above = view.head(anchor) if opened and anchor.i > last.i and view.rel(anchor) == "advcl" else None
        return above if above is not None and above.pos_ == "VERB" and above.i < last.i else anchor

    def _past_aside(self, first: Token, anchor: Token) -> Token:
        """ "met the envoy, who was expelled in May, on Tuesday": behind the comma that ends a clause about somebody, a
        time is that of the verb before the clause."""
        view, before = self._draft.view, first.nbor(-1) if first.i > first.sent.start else first
        comma = before if before.text == "," else before.nbor(-1) if before.i > first.sent.start else before
        if comma.text != "," or not anchor.i < comma.i or view.rel(anchor) not in ("relcl", "acl", "parataxis"):
            return anchor
        ahead = first.doc[max(first.sent.start, anchor.i - PHRASE) : anchor.i]
        relative = view.rel(anchor) != "parataxis"
        opened = any(t.text == "," and (relative or t.nbor(1).tag_ in ("WP", "WP$", "WDT")) for t in ahead)
        verb = next((t for t in view.ancestors(anchor) if t.pos_ == "VERB"), None)
        return verb if opened and verb is not None and verb.i < anchor.i else anchor

    def _told(self, tokens: tuple[Token, ...]) -> Token | None:
        """ "said Monday gunmen had shelled": a bare time right behind a verb of speech is when it was said."""
        first, last = tokens[0], tokens[-1]
        if first.i == first.sent.start or last.i + 1 >= last.sent.end or last.nbor(1).tag_ == "POS":
            return None
        verb = first.nbor(-1)
        return verb if verb.tag_ == "VBD" and verb.lemma_ in words("saying") and first.tag_ != "IN" else None

    def _when(self, last: Token) -> list[Token]:
        """The verb of a clause with "when" right behind a time and the one above it: "on Monday, when the council
        met"."""
        doc, at = last.doc, last.i + 1
        at += at < len(doc) and doc[at].text == ","
        verb = self._draft.view.head(doc[at]) if at < last.sent.end and doc[at].lower_ == "when" else None
        if verb is None:
            return []
        above = self._draft.view.head(verb) if self._draft.view.rel(verb) == "advcl" else None
        return [verb] if above is None else [verb, above]

    def of(self, event: Event, trigger: Token) -> TimeValue | None:
        """The time of an event: what hangs on its trigger, else on its clause, else what its entry of a timeline begins
        with; None when nothing gives one."""
        here = [p for p in self._by_sentence.get(trigger.sent.start, []) if not covers(p, trigger)]
        if (apart := counted(self._draft.view, here, trigger, self._published)) is not None:
            return apart
        # "early on Sunday, hours before he arrived": how far apart two deeds are is the time of neither
        here = [p for p in here if p.timex.kind != "event" and not self._of_comparison(p, trigger)]
        if event.status == "planned":
            here = [p for p in here if not of_the_asking(p, trigger)]
        ranked = sorted(
            (rank, abs(p.tokens[0].i - trigger.i), i)
            for i, p in enumerate(here)
            if (rank := self._rank(p, trigger)) < 9
        )
        for at, (rank, _, i) in enumerate(ranked):
            value = self._value(event, trigger, here, here[i])
            if at and rank > 1:
                break
            below = of_what_is_to_come(here[i], trigger)
            if not self.after_publication(value) and not (below and self._rather_ahead(here[i], value)):
                return value
            if not below and (event.status != "actual" or not self._done(trigger)):
                return value  # else "met the envoy ahead of talks next week": no past deed is to come
        if ranked:
            return None
        if event.status == "actual" and (lasting := since_then(self._draft.view, here, trigger, self._published)):
            return lasting
        if event.status == "actual" and (verb := self._gone_with(trigger)) is not None:
            value = self.of(event, verb)
            return value if value is not None and value.start == value.end else None
        entry = self._entries.get(self._draft.text.block_of(trigger))
        return entry if event.status != "planned" else None

    def _value(self, event: Event, trigger: Token, here: list[Placed], best: Placed) -> TimeValue | None:
        """A time read with the tense of its event, counted from another one of the sentence where it needs one; None
        for "in two weeks" of what is past."""
        cue = event.status_cue.of(self._draft.text.article.text).lower() if event.status_cue else ""
        planned = event.status == "planned" or (event.status == "actual" and is_for(best))
        planned = planned or (event.status == "possible" and cue in _COULD)  # "could close the road on Sunday"
        planned = planned or (not self._done(trigger) and is_ahead(self._draft.view, best.anchor))
        future = True if planned else (False if event.status == "actual" else None)
        if trigger.pos_ == "NOUN" and trigger.lemma_ in _SCHEDULED and best.anchor == trigger and not planned:
            future = None if best.timex.kind == "date" else future  # "before the June 26 election": the nearest one
        if best.timex.kind == "in" and not future:
            return None
        anchor = next((resolve(p.timex, self._published) for p in here if p is not best), None) or self._before(best)
        value = resolve(
            best.timex, self._published, future, anchor if best.timex.kind in ("relative", "clock") else None
        )
        if event.status == "planned" and best.timex.kind == "date" and self._once_planned(event):
            past = resolve(best.timex, self._published, False)
            value = past if self.after_publication(value) and not self.after_publication(past) else value
        if best.timex.kind == "clock" and value.start is None:
            value = resolve(best.timex, self._published, future, self._today(best))
        return value

    def _once_planned(self, event: Event) -> bool:
        """ "was supposed to withdraw by June": a plan of the past, that came to nothing."""
        cue = event.status_cue.of(self._draft.text.article.text).lower() if event.status_cue else ""
        return cue == "supposed"

    def _before(self, placed: Placed) -> TimeValue | None:
        """What "a day later" at the beginning of a sentence counts from: the last time of the sentence before it."""
        first = placed.tokens[0]
        start = first.sent.start
        if placed.timex.kind != "relative" or not start or first.i > start + 2:
            return None
        last = first.doc[start - 1]
        if self._draft.text.block_of(last) != self._draft.text.block_of(first):
            return None
        values = [resolve(p.timex, self._published) for p in self._by_sentence.get(last.sent.start, [])]
        return next((v for v in reversed(values) if v.start), None)

    def _done(self, verb: Token) -> bool:
        """Whether a verb tells of what is past: "met", "has met", "was arrested"."""
        helpers = self._draft.view.children(verb, "aux", "auxpass")
        perfect = verb.tag_ == "VBN" and any(t.lower_ in _HAD for t in helpers)
        return verb.tag_ == "VBD" or perfect

    def _rather_ahead(self, placed: Placed, value: TimeValue | None) -> bool:
        """ "agreed to meet in July" in May: the next July rather than the last one."""
        if placed.timex.kind != "date" or value is None or not value.start or not self._published:
            return False
        ahead = resolve(placed.timex, self._published, True)
        return self.after_publication(ahead) and value.start[:7] < self._published[:7]

    def _gone_with(self, trigger: Token) -> Token | None:
        """The verb that a participle behind a comma goes with: "attacked a village on Monday, killing ten people"."""
        if trigger.lemma_ not in _FATAL:
            return None  # what else goes with a deed may have begun before it
        if self._draft.view.rel(trigger) == "conj" and trigger.tag_ == "VBG":  # "killing ten and wounding more"
            trigger = self._draft.view.first_conjunct(trigger)
        view, above = self._draft.view, self._draft.view.head(trigger)
        bare = trigger.tag_ == "VBG" and not view.children(trigger, "mark", "subj", "aux", "case")
        behind = trigger.i > trigger.sent.start and trigger.nbor(-1).text == ","
        fits = bare and behind and view.rel(trigger) == "advcl" and above is not None and above.i < trigger.i
        if fits and above is not None and self._between(above, trigger):
            return None
        if not fits or above is None:
            return None
        odd = above.pos_ == "ADV" and view.children(above, "subj")  # "tore through a market", taken for an adverb
        return above if odd or above.tag_ in ("VBD", "VBN") else None

    def _between(self, verb: Token, participle: Token) -> bool:
        """ "closed the road after rebels raided it on Monday, killing ten": whether a clause between the two verbs
        tells of what may have killed them."""
        opened = False
        for token in verb.doc[verb.i + 1 : participle.i]:
            if opened and token.pos_ == "VERB" and token.tag_ in ("VBD", "VBZ", "VBP", "VBN"):
                return True
            opened = opened or token.lower_ in _OPENERS
        return False

    def _of_comparison(self, placed: Placed, trigger: Token) -> bool:
        """ "in one of the deadliest attacks this year", "the worst since 2015": a time within which something is the
        most is not when it happened."""
        first = placed.tokens[0]
        if placed.timex.kind not in ("period", "date", "stretch"):
            return False
        for i in range(first.i - 1, max(first.sent.start, first.i - PHRASE), -1):
            word = first.doc[i]
            if word.pos_ in ("VERB", "AUX") or word.text == ",":
                return False
            if word.tag_ in ("JJS", "RBS") or (word.lower_ == "first" and word.nbor(-1).lower_ == "the"):
                noun = next((t for t in first.doc[i + 1 : first.i] if t.pos_ == "NOUN"), None)
                if noun is not None and noun.lemma_ in _SPANS:  # "in the first week of May"
                    return False
                return noun is not None and noun != trigger and word.nbor(-1).lower_ != "at"
        return False

    def after_publication(self, time: TimeValue | None) -> bool:
        """Whether a time begins after the day on which the article was published; False where either is unknown."""
        return bool(self._published and time and time.start and time.start[:10] > self._published[: len(time.start)])

    def _today(self, placed: Placed) -> TimeValue | None:
        day = self._published
        return TimeValue(day, day, "", placed.timex.span) if day else None

    def _rank(self, placed: Placed, trigger: Token) -> int:
        """How near a time stands to a trigger in the parse: 0 on it, 1-3 in its clause, 9 elsewhere."""
        view, anchor = self._draft.view, placed.anchor
        if anchor is None:
            return 5
        if anchor.i == trigger.i:
            return 9 if trigger.pos_ == "VERB" and ahead_of(placed, trigger) else 0
        if of_another(view, placed, trigger):
            return 9
        if self._in_clause_about(anchor, trigger):
            return 0
        if in_front(view, placed, trigger) or of_its_toll(view, placed, trigger):
            return 1
        if self._made_public(anchor, trigger) or of_its_purpose(view, placed, trigger):
            return 2
        if placed.tokens[-1].i + 1 == trigger.i and trigger.pos_ == "VERB" and trigger.tag_ != "VBG":
            return 0  # "Forces of the two states on Sunday captured a port", with the day hung on the states
        if trigger.pos_ in ("NOUN", "PROPN") and self._between(trigger, placed.tokens[0]):
            return 9
        if trigger.pos_ == "VERB" and ahead_of(placed, trigger):
            return 9
        if self._of_other_noun(placed, anchor, trigger) or self._called_for(placed, anchor, trigger):
            return 9
        if trigger.i in {t.i for t in self._upwards(anchor)}:
            return 9 if self._opens_conjunct(placed, anchor) else 1
        chain = self._upwards(trigger, placed.tokens[0].i)
        if anchor.i in {t.i for t in chain}:
            return 2
        # On a noun beside the trigger ("met in the capital on Monday" with a wrong attachment).
        shared = next((t for t in self._upwards(anchor) if t.i in {c.i for c in chain}), None)
        raised = shared is not None and view.passive(shared)  # "talks are expected to begin on Friday"
        return 3 if shared is not None and (raised or shared.lemma_ not in words("speech")) else 9

    def _opens_conjunct(self, placed: Placed, anchor: Token) -> bool:
        """ "and last month said that": a time between "and" and its verb is that of no verb before."""
        links = self._draft.view.children(anchor, "cc")
        return any(link.i < placed.tokens[0].i < anchor.i for link in links)

    def _of_other_noun(self, placed: Placed, anchor: Token, trigger: Token) -> bool:
        """ "to accept the July 28 vote", "after last week's coup": the time before a noun is that noun's, and nobody
        else's but of what happens in it ("in Monday's talks") or of whom it kills."""
        first = placed.tokens[0]
        opening = (
            first.is_sent_start or first.nbor(-1).tag_ == "IN" or first.tag_ == "IN"
        )  # "On Monday rebels attacked"
        owning = any(t.tag_ == "POS" for t in first.doc[placed.tokens[-1].i : placed.tokens[-1].i + 2])
        bare = (owning or not opening) and placed.tokens[-1].i < anchor.i
        if not bare or anchor.pos_ not in ("NOUN", "PROPN") or self._draft.view.prep(anchor) in _WITHIN:
            return False
        fatal = trigger.lemma_ in _FATAL and self._draft.view.head(anchor) == trigger
        return not fatal

    def _in_clause_about(self, anchor: Token, trigger: Token) -> bool:
        """ "the truce signed in May", "an attack that killed ten people on Monday": a time of the clause that says of a
        noun that it took place, or whom it hurt."""
        view, verb = self._draft.view, anchor
        if view.rel(anchor) == "obj" and (above := view.head(anchor)) is not None and above.lemma_ in _FATAL:
            verb = above
        if trigger.pos_ == "VERB" or view.rel(verb) not in ("acl", "relcl"):
            return False
        if verb.lemma_ not in words("light") and verb.lemma_ not in _FATAL:
            return False
        if any(m.lower_ in _OPENERS for m in view.children(verb, "mark", "advmod", "case")):
            return False  # "the first swap since a truce took effect in May"
        return trigger.i < verb.i < trigger.i + 10 and trigger.i in {t.i for t in view.ancestors(verb)}

    def _made_public(self, verb: Token, trigger: Token) -> bool:
        """ "in a video posted on Monday, the group threatened": what is said in it is said when it is posted."""
        view = self._draft.view
        paper = view.head(verb) if view.rel(verb) in ("acl", "relcl") else None
        if paper is None or view.head(paper) != trigger:
            return False
        if verb.lemma_ in _SIGNING and view.prep(paper) in ("in", "under"):
            return trigger.lemma_ in _BINDING  # "in a declaration signed in May, they agreed"
        return verb.lemma_ in _PUBLISHING and view.prep(paper) == "in"

    def _called_for(self, placed: Placed, anchor: Token, trigger: Token) -> bool:
        """ "called for a strike on Friday", "convened a summit for Friday": the day is that of what is to come."""
        if trigger.pos_ != "VERB" or placed.tokens[0].i < trigger.i:
            return False
        if is_for(placed):
            return trigger.lemma_ in _CONVENING
        sought = self._draft.view.head(anchor) == trigger and self._draft.view.prep(anchor) == "for"
        return sought and anchor.lemma_ in _SCHEDULED and trigger.lemma_ in words("intent")

    def _present(self, verb: Token) -> bool:
        """Whether a verb or the first of its auxiliaries is in the present."""
        helpers = self._draft.view.children(verb, "aux", "auxpass", "cop")
        first = min([*helpers, verb], key=lambda t: t.i) if helpers else verb
        return first.tag_ in ("VBZ", "VBP")

    def _upwards(self, token: Token, time: int | None = None) -> list[Token]:
        """The token and its heads up to the verb of its clause, verbs of one chain ("set to start") included. A verb
        with a subject of its own shares only the ``time`` that stands before what it is joined to."""
        view, out = self._draft.view, [token]
        while True:
            rel, above = view.rel(out[-1]), view.head(out[-1])
            if above is None or len(out) > 8 or view.prep(out[-1]) in ASIDE:
                return out
            if view.prep(out[-1]) == "for" and above.lemma_ in _ANSWERS:  # "in retaliation for the killing"
                return out
            joined = rel == "conj" and time is None and out[-1].pos_ in _CLAUSAL
            if joined and token.pos_ not in _CLAUSAL:  # "and called an election for May"
                return out
            if rel == "conj" and above.pos_ in _CLAUSAL and _past(above) and self._present(out[-1]):
                return out  # "seized the capital in 2014 and is backed by Iran"
            own = rel == "conj" and above.pos_ in _CLAUSAL and view.children(out[-1], "subj", "subjpass")
            if own and time is not None and time > above.i:
                return out
            tried = rel == "advcl" and out[-1].tag_ == "VB" and above.lemma_ in words("fail")
            if out[-1].pos_ in _CLAUSAL and not tried and rel not in ("xcomp", "aux", "auxpass", "cop", "conj"):
                return out
            out.append(above)


def _past(verb: Token) -> bool:
    return verb.tag_ == "VBD"
