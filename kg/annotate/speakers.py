"""Who speaks: the subject of a verb of speech, the author of a paper, the name beside the verb."""

from __future__ import annotations

from collections.abc import Iterable

from kg.annotate.draft import Draft, Raw
from kg.annotate.events.kinds import mention_of
from kg.annotate.parsed import Token
from kg.annotate.utterances import Hearing

# What somebody writes or gives speaks for him.
_PAPERS = frozenset(
    "report statement letter speech interview document account message communique post tweet study".split()
)

# Whoever does this to a paper is not heard in it, unlike whoever signs it or reads it out.
_CARRYING = frozenset("see obtain carry quote cite review leak receive view intercept run air broadcast".split())


def speaker_of(hearing: Hearing, verb: Token, content: list[Token]) -> Raw | None:
    """Who says the content of a verb of speech; None where it is nobody's ("a statement posted on Twitter")."""
    if (behind := _right_behind(hearing, verb)) is not None:
        return behind
    draft = hearing.draft
    by_phrase = draft.view.passive(verb) and verb.lemma_ != "say"
    found = [f.token for f in (draft.view.agents(verb) if by_phrase else draft.view.subjects(verb))]
    inside = {t.i for t in content}
    able = []
    for token in found:
        mention = hearing.titled.get(token.i) or _one_of_them(draft, token)
        mention = mention or mention_of(draft, token) or author_of(draft, token)
        if mention is not None and _may_speak(mention, verb) and (mention.kind != "pronoun" or mention.used):
            able.append(mention)
    if able:  # "said Lea Munk of the institute in Oslo", with the town taken for the subject
        behind = draft.at_token.get(verb.i + 1) if not any(m.agent for m in able) else None
        able += [behind] if behind is not None and behind.type == "Person" else []
        return next((m for m in able if m.agent), able[0])
    participle = draft.view.rel(verb) in ("acl", "amod") and verb.tag_ == "VBN"
    if participle or (found and not all(t.i in inside for t in found)):
        return None  # "a statement posted on Twitter" is nobody's
    return _beside(hearing, verb, inside)


def _right_behind(hearing: Hearing, verb: Token) -> Raw | None:
    """'"...," said Tom Reed, a former inspector now at the institute': the name between the verb and a comma, whatever
    the parser took for the subject behind it."""
    doc, sent = verb.doc, verb.sent
    if verb.i == sent.start or doc[verb.i - 1].text not in (",", '"') or verb.i + 1 >= sent.end:
        return None
    found = hearing.draft.at_token.get(verb.i + 1)
    named = found is not None and found.type == "Person" and found.named and found.first == verb.i + 1
    parted = found is not None and found.last + 1 < sent.end and doc[found.last + 1].text == ","
    before = any(t.i < verb.i for t in hearing.draft.view.children(verb, "subj", "subjpass"))
    return found if named and parted and not before else None


def _one_of_them(draft: Draft, token: Token) -> Raw | None:
    """ "One of them, a senior officer, said": the one who is described."""
    beside = draft.view.children(token, "appos") if token.lower_ == "one" else []
    found = (mention_of(draft, t) for t in beside)
    return next((m for m in found if m is not None and m.type == "Person"), None)


def _may_speak(mention: Raw, verb: Token) -> bool:
    """Actors speak; a named place may stand for those who speak there."""
    return mention.agent or (mention.named and verb.lemma_ in ("fear", "say", "believe", "insist", "warn"))


def author_of(draft: Draft, token: Token) -> Raw | None:
    """ "a report from the parliament said", "a letter signed by X": they speak through their paper."""
    if token.lemma_.lower() not in _PAPERS:
        return None
    for prep, inner in draft.view.preps(token):
        if prep in ("from", "by", "of"):
            return mention_of(draft, inner)
    by = [t for t in draft.view.children(token, "acl") if t.lemma_ not in _CARRYING and draft.view.passive(t)]
    signed = [f.token for t in by for f in draft.view.agents(t)]
    if signed:
        return mention_of(draft, signed[0])
    owners = (mention_of(draft, t, make=False) for t in draft.view.children(token, "poss", "compound", "amod"))
    return next((m for m in owners if m is not None), None)


def _beside(hearing: Hearing, verb: Token, inside: set[int]) -> Raw | None:
    """Where the parse has no subject: the nearest actor right of "said", else left, with no verb between."""
    doc, sent = verb.doc, verb.sent
    if (described := _before_apposition(hearing, verb)) is not None:
        return described
    after = range(verb.i + 1, min(verb.i + (1 if verb.lemma_ == "tell" else 10), sent.end))
    before = range(verb.i - 1, max(verb.i - 10, sent.start - 1), -1)
    for side in (after, before):
        for i in side:
            if doc[i].pos_ in ("VERB", "AUX") or (doc[i].text in (",", ";", '"') and abs(i - verb.i) > 1):
                break
            mention = hearing.person(i)
            if mention is not None and mention.agent and mention.kind != "pronoun" and i not in inside:
                return mention
    return None


def _before_apposition(hearing: Hearing, verb: Token) -> Raw | None:
    """ "X, a sportscaster turned politician, told a crowd": the name before what is said of it."""
    doc = verb.doc
    if verb.i - 1 <= verb.sent.start or doc[verb.i - 1].text != ",":
        return None
    for i in range(verb.i - 2, max(verb.sent.start, verb.i - 16), -1):
        if doc[i].tag_ in ("VBZ", "VBP", "MD") or doc[i].text == '"':
            return None
        if doc[i].text == ",":
            found = hearing.draft.at_token.get(i - 1)
            named = found is not None and found.kind == "name" and found.agent and found.last == i - 1
            return found if named else None
    return None


def together(draft: Draft, speaker: Raw, content: Iterable[Token]) -> list[Raw]:
    """A speaker and those joined to him by "and", but for whoever stands in what is said."""
    inside = {t.i for t in content}
    beside = [draft.at(t) for t in draft.view.conjuncts(draft.text.doc[speaker.head])[1:]]
    others = [m for m in beside if m is not None and m.agent and m.kind != "pronoun" and m.head not in inside]
    return [speaker, *(m for m in others if m.group != speaker.group and not _what_he_is(draft, m))]


def _what_he_is(draft: Draft, mention: Raw) -> bool:
    """ "Michelle Bachelet, the rights chief and a former president": no second speaker, but what the first one was."""
    doc = draft.text.doc
    indefinite = mention.first > 1 and doc[mention.first - 1].lower_ in ("a", "an")
    return indefinite and mention.type == "Person" and not mention.named and "former" in doc[mention.first].lower_
