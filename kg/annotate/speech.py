"""Who says what: quotation and paraphrase, with the speaker and the stretch of text that is his.

Content is a list of tokens of one sentence; an event whose trigger lies in it is attributed to the speaker.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

from kg.annotate.draft import Draft, Raw
from kg.annotate.events.kinds import mention_of
from kg.annotate.lexicon import words

_SAYING = frozenset(
    "say tell add state declare claim report explain note insist stress argue assert admit acknowledge reply respond comment confirm "
    "remark observe warn suggest reiterate emphasize emphasise recall contend allege caution maintain disclose reveal write tweet "
    "announce deny testify conclude lament joke quip recount fear believe complain predict estimate hint indicate vow boast".split()
)
_NOUNS = frozenset(
    "report statement letter speech interview document account message communique post tweet study".split()
)


@dataclass(frozen=True, slots=True)
class Utterance:
    """A speaker, the word that says he speaks, the tokens that are his, and whether they stand in quotation marks."""

    speaker: Raw
    cue: Token
    content: tuple[Token, ...]
    quoted: bool

    def covers(self, token: Token) -> bool:
        """Whether the token is the speaker's, not the article's."""
        return any(t.i == token.i for t in self.content)


def find_utterances(draft: Draft) -> list[Utterance]:
    """All utterances in text order; a sentence inside an open quotation belongs to the speaker next to it."""
    quoted = _quoted_tokens(draft)
    found: list[Utterance] = []
    for sent in draft.text.doc.sents:
        here = [u for t in sent for u in _by_verb(draft, t, quoted)]
        here += [u for t in sent if (u := _according(draft, t, quoted)) is not None]
        found += here
    return sorted([*found, *_carried(draft, found, quoted)], key=lambda u: u.cue.i)


# -- quotation marks ---------------------------------------------------------------------------------------------------


def _quoted_tokens(draft: Draft) -> set[int]:
    """Tokens inside quotation marks; a mark that never closes ends with its paragraph."""
    out: set[int] = set()
    opened, block = -1, -1
    for token in draft.text.doc:
        here = draft.text.block_of(token) if token.is_sent_start else block
        if here != block:
            if opened >= 0:
                out |= set(range(opened, token.i))
            opened, block = -1, here
        if token.text in ('"', "``", "''"):
            if opened < 0:
                opened = token.i + 1
            else:
                out |= set(range(opened, token.i))
                opened = -1
    if opened >= 0:
        out |= set(range(opened, len(draft.text.doc)))
    return out


def _mostly(tokens: list[Token], quoted: set[int]) -> bool:
    content = [t for t in tokens if t.is_alpha]
    return bool(content) and sum(t.i in quoted for t in content) > 0.5 * len(content)


# -- verbs of speech ---------------------------------------------------------------------------------------------------


def _by_verb(draft: Draft, verb: Token, quoted: set[int]) -> list[Utterance]:
    if verb.pos_ != "VERB" or verb.lemma_.lower() not in words("speech") or verb.i in quoted:
        return []
    content = _content(draft, verb, quoted)
    if not content or (verb.lemma_.lower() not in _SAYING and not _mostly(content, quoted)):
        return []
    speaker = _speaker(draft, verb, content)
    if speaker is None:
        return []
    others = [
        m
        for t in draft.view.conjuncts(draft.text.doc[speaker.head])[1:]
        if (m := draft.at(t)) and m.agent and m.kind != "pronoun"
    ]
    joint = [m for m in others if m.head not in {t.i for t in content} and m.group != speaker.group]
    return [Utterance(m, verb, tuple(content), _mostly(content, quoted)) for m in (speaker, *joint)]


def _content(draft: Draft, verb: Token, quoted: set[int]) -> list[Token]:
    """The clause said: the verb's complement, or the sentence around a verb in parenthesis, or the quoted words."""
    view = draft.view
    for clause in view.children(verb, "ccomp"):
        return [t for t in view.subtree(clause) if t.i != verb.i]
    that = next((t for t in verb.sent if verb.i < t.i < verb.i + 8 and t.lower_ == "that" and t.i not in quoted), None)
    if that is not None and verb.lemma_ in ("tell", "say", "warn", "add", "report", "inform", "announce"):
        return [t for t in verb.sent if (t.i > that.i and not t.is_punct) or (t.i > that.i and t.i + 1 < verb.sent.end)]
    above = view.head(verb)
    if view.rel(verb) == "parataxis" and above is not None:
        own = {t.i for t in view.subtree(verb)}
        return [t for t in view.subtree(above) if t.i not in own]
    inside = [t for t in verb.sent if t.i in quoted]
    if len(inside) > 1:
        return inside
    below = view.children(verb, "parataxis", "dep")
    if below and verb.lemma_ in ("say", "add", "tell"):
        return view.subtree(below[0])
    infinitive = [t for t in view.children(verb, "xcomp") if t.pos_ == "VERB"]
    return view.subtree(infinitive[0]) if infinitive and verb.lemma_ in ("claim", "vow", "threaten") else []


def _speaker(draft: Draft, verb: Token, content: list[Token]) -> Raw | None:
    if draft.view.passive(verb) and verb.lemma_ not in ("say",):
        found = [f.token for f in draft.view.agents(verb)]
    else:
        found = [f.token for f in draft.view.subjects(verb)]
    inside = {t.i for t in content}
    for token in found:
        mention = _titled(draft, token.i) or mention_of(draft, token)
        mention = _author(draft, token) if mention is None else mention
        speaks = mention is not None and (
            mention.agent or (mention.named and verb.lemma_ in ("fear", "say", "believe", "insist", "warn"))
        )
        if mention is not None and speaks and (mention.kind != "pronoun" or mention.used):
            return mention
    if found and not all(t.i in inside for t in found):
        return None
    return _beside(draft, verb, inside)


def _author(draft: Draft, token: Token) -> Raw | None:
    """ "a report from the parliament said": the body speaks through its paper."""
    if token.lemma_.lower() not in _NOUNS:
        return None
    for prep, inner in draft.view.preps(token):
        if prep in ("from", "by", "of"):
            return mention_of(draft, inner)
    for inner in draft.view.children(token, "poss", "compound", "amod"):
        found = mention_of(draft, inner, make=False)
        if found is not None:
            return found
    return None


def _beside(draft: Draft, verb: Token, inside: set[int]) -> Raw | None:
    """Where the parse has no subject: the nearest actor right of "said", else left, with no verb between."""
    doc = draft.text.doc
    for step in (1, -1):
        i = verb.i + step
        while 0 <= i < len(doc) and abs(i - verb.i) < 10 and doc[i].sent.start == verb.sent.start:
            if doc[i].pos_ in ("VERB", "AUX") or (doc[i].text in (",", ";", '"') and abs(i - verb.i) > 1):
                break
            mention = _titled(draft, i) or draft.at(doc[i])
            if mention is not None and mention.agent and mention.kind != "pronoun" and i not in inside:
                return mention
            i += step
    return None


def _titled(draft: Draft, i: int) -> Raw | None:
    """The person in whose title a token stands ("US" of "US Secretary of State John Kerry")."""
    return next((m for m in draft.mentions if m.type == "Person" and m.cover[0] <= i < m.first), None)


def _according(draft: Draft, token: Token, quoted: set[int]) -> Utterance | None:
    """ "according to officials": the rest of the sentence is theirs."""
    if token.lower_ != "according" or token.i + 1 >= len(token.doc) or token.nbor(1).lower_ != "to":
        return None
    doc = draft.text.doc
    for i in range(token.i + 2, min(token.i + 14, token.sent.end)):
        mention = (
            _titled(draft, i) or draft.at(doc[i]) or (mention_of(draft, doc[i]) if doc[i].pos_ == "NOUN" else None)
        )
        if mention is None and doc[i].lemma_.lower() in _NOUNS:
            mention = _author(draft, doc[i])
        if mention is not None and mention.agent:
            content = [t for t in token.sent if not token.i <= t.i <= max(mention.cover[1], i)]
            return Utterance(mention, token, tuple(content), _mostly(content, quoted)) if content else None
        if doc[i].text in (",", ";"):
            break
    return None


def _carried(draft: Draft, found: list[Utterance], quoted: set[int]) -> list[Utterance]:
    """Whole sentences inside a quotation, without a verb of speech: the speaker of the paragraph, else the one before."""
    spoken = {u.cue.sent.start for u in found}
    by_block: dict[int, Utterance] = {}
    for utterance in found:
        if utterance.quoted:
            by_block.setdefault(draft.text.block_of(utterance.cue), utterance)
    out: list[Utterance] = []
    for sent in draft.text.doc.sents:
        if sent.start in spoken or not _mostly(list(sent), quoted) or len(sent) < 3:
            continue
        near = _speaker_near(draft, sent, by_block)
        if near is not None:
            out.append(Utterance(near.speaker, sent[0], tuple(sent), True))
    return out


def _speaker_near(draft: Draft, sent: SpacySpan, by_block: dict[int, Utterance]) -> Utterance | None:
    block = draft.text.block_of(sent[0])
    return by_block.get(block) or by_block.get(block - 1)
