"""Whom a sentence names as its source without a verb of speech: "according to", "put the toll at"."""

from __future__ import annotations

from kg.annotate.draft import Draft, Raw
from kg.annotate.events.kinds import mention_of
from kg.annotate.parsed import Token
from kg.annotate.speakers import author_of, together
from kg.annotate.utterances import Hearing, Utterance

_TOLLS = frozenset({"toll", "number", "figure", "tally", "count", "total", "cost", "damage", "loss"})


def according(hearing: Hearing, token: Token) -> list[Utterance]:
    """ "according to a doctor and two officials": the rest of the sentence is theirs."""
    if token.lower_ != "according" or token.i + 1 >= len(token.doc) or token.nbor(1).lower_ != "to":
        return []
    draft, doc = hearing.draft, token.doc
    for i in range(token.i + 2, min(token.i + 14, token.sent.end)):
        named = draft.at_token.get(i + 1) if doc[i].text == "," else None
        if named is not None and named.type == "Person" and named.kind == "name":  # "a Danish doctor, Eva Lind"
            mention: Raw | None = named
        elif _describes_next(draft, doc[i]):
            continue
        else:
            mention = hearing.person(i) or (mention_of(draft, doc[i]) if doc[i].pos_ == "NOUN" else None)
        mention = mention or author_of(draft, doc[i])
        if mention is not None and mention.agent:
            speakers = together(draft, mention, ())
            last = max(i, *(m.cover[1] for m in speakers))
            content = [t for t in token.sent if not token.i <= t.i <= last]
            quoted = hearing.mostly_quoted(content)
            return [Utterance(m, token, tuple(content), quoted) for m in speakers] if content else []
        if doc[i].text in (",", ";"):
            break
    return []


def _describes_next(draft: Draft, token: Token) -> bool:
    """Whether a state or body is only named in a description: "a Danish doctor", "Iran's state television", "a UN
    spokesman"."""
    found = draft.at_token.get(token.i)
    if found is not None and found.named and found.type == "Organization" and found.last + 1 < token.sent.end:
        behind = next((t for t in token.doc[found.last + 1 : token.sent.end] if t.pos_ != "ADJ"), token)
        bearer = mention_of(draft, behind) if behind.pos_ == "NOUN" else None
        return bearer is not None and bearer.type in ("Person", "Group")
    found = draft.at(token)
    if found is None or token.i + 1 >= token.sent.end:
        return False
    if found.type not in ("State", "Place"):
        return False
    return token.nbor().lower_ == "'s" or (token.pos_ == "ADJ" and token.nbor().pos_ == "NOUN")


def putting(hearing: Hearing, verb: Token) -> Utterance | None:
    """ "The army put the toll at five": whoever counts says how many there were."""
    draft, view = hearing.draft, hearing.draft.view
    tolls = [t for t in view.children(verb, "obj") if t.lemma_.lower() in _TOLLS and t.i > verb.i]
    if verb.pos_ != "VERB" or view.passive(verb) or not tolls:
        return None
    behind = verb.doc[tolls[0].i + 1 : verb.sent.end]
    at = next((t.i for t in behind if t.lower_ in ("at", "above", "below", "higher", "lower")), None)
    if at is None or any(t.text == "," or t.pos_ == "VERB" for t in verb.doc[verb.i + 1 : at]):
        return None
    found = (hearing.titled.get(f.token.i) or mention_of(draft, f.token) for f in view.subjects(verb))
    speaker = next((m for m in found if m is not None and m.agent and (m.kind != "pronoun" or m.used)), None)
    stop = next(
        (t.i for t in verb.doc[at : verb.sent.end] if t.text == "," or t.pos_ in ("CCONJ", "VERB")), verb.sent.end
    )
    content = tuple(verb.doc[verb.i + 1 : stop])
    return Utterance(speaker, verb, content, False) if speaker is not None else None
