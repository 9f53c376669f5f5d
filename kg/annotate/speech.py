"""Who says what: quotation and paraphrase, with the speaker and the stretch of text that is his.

Content is a list of tokens of one sentence; an event whose trigger lies in it is attributed to the speaker.
"""

from __future__ import annotations

from itertools import pairwise

from kg.annotate.credited import according, putting
from kg.annotate.draft import Draft, Raw
from kg.annotate.events.kinds import mention_of
from kg.annotate.lexicon import words
from kg.annotate.parsed import Doc, Sentence, Token
from kg.annotate.quotes import quoted_tokens
from kg.annotate.speakers import speaker_of, together
from kg.annotate.utterances import Hearing, Utterance

_CLOSING = frozenset({"say", "tell", "add", "report", "note", "announce", "confirm"})
_REPORTING = frozenset({"inform", "post"})
_TELLING = frozenset("tell say warn add report inform announce write tweet post explain confirm insist claim".split())
_TIMES = frozenset("day night morning afternoon evening week weekend month year time".split())
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_APART = 30  # tokens before a verb of speech in which a role and its bearer stand between commas
_TAIL = 12  # tokens from a verb of speech to the end of its sentence, when what is said stands before it
_SUBORDINATE = frozenset({"if", "when", "while", "as", "although", "after", "before", "since", "but", "according"})
_HOLDING = frozenset({"believe", "think", "expect", "know", "feel"})
"""Not to hold something true is to say nothing of it."""
_CITING = frozenset({"quote", "cite"})
# With words in quotation marks, what is so judged is judged in one's own words: "dismissed the vote as 'a farce'".
_JUDGING = frozenset("dismiss denounce condemn criticise criticize praise hail reject brand label slam decry".split())
_ENDING = _CLOSING | {"warn", "claim", "insist", "admit", "acknowledge"}
_NO_NAME = frozenset({"VERB", "AUX", "ADP", "SCONJ", "CCONJ"})
# What may follow a verb of speech that ends what it reports: where, when, to whom.
_ADDED = frozenset({"ADP", "PUNCT", "PROPN", "NOUN", "ADV"})
_REACHED = frozenset({"reached", "contacted", "interviewed", "accredited", "briefed"})
_WHERE = frozenset({"in", "at", "for", "from", "with", "of", "near"})
_BARE = frozenset({"say", "add", "argue", "explain", "note", "insist"})


def find_utterances(draft: Draft) -> list[Utterance]:
    """All utterances in text order; a sentence inside an open quotation belongs to the speaker next to it."""
    titled: dict[int, Raw] = {}
    for mention in draft.mentions:
        if mention.type == "Person":
            for i in range(mention.cover[0], mention.first):
                titled.setdefault(i, mention)
    hearing = Hearing(draft, frozenset(quoted_tokens(draft)), titled)
    found: list[Utterance] = []
    for sent in draft.text.doc.sents:
        found += [u for t in sent for u in _by_verb(hearing, t)]
        found += [u for t in sent for u in according(hearing, t)]
    return sorted([*found, *_carried(hearing, found)], key=lambda u: u.cue.i)


# -- verbs of speech ---------------------------------------------------------------------------------------------------


def _by_verb(hearing: Hearing, verb: Token) -> list[Utterance]:
    lemma = verb.lemma_.lower()
    if lemma == "put" and (counting := putting(hearing, verb)) is not None:
        return [counting]
    if verb.pos_ != "VERB" or not (lemma in words("speech") or lemma in _JUDGING) or verb.i in hearing.quoted:
        return []
    if lemma in _BARE | _CLOSING | _HOLDING | {"comment"} and hearing.draft.view.negated(verb) is not None:
        return []  # "did not say who was responsible" says nothing
    above = hearing.draft.view.head(verb) if hearing.draft.view.rel(verb) == "xcomp" else None
    if above is not None and above.lemma_ in ("decline", "refuse"):
        return []  # nor does "declined to say who"
    if lemma not in words("saying") and _in_what_is_said(hearing, verb):
        return []  # 'said the agency hoped to return "when it was safe"'
    if lemma in _CITING and _as_saying(hearing, verb) is not None:
        return []  # whoever is quoted says it
    if (apart := _aside(hearing, verb) or _described_after(hearing, verb) or _cited(hearing, verb)) is not None:
        return [apart]
    if _of_noun(hearing, verb):
        return []
    if (aside := _between_commas(hearing, verb)) is not None:
        return [aside]
    if inverted := _inverted(hearing, verb):
        return inverted
    content = _content(hearing, verb)
    # "He accused", "he demanded": an event, not an utterance, unless in his own words.
    if not content or (lemma not in words("saying") and not hearing.mostly_quoted(content)):
        return []
    speaker = speaker_of(hearing, verb, content)
    if speaker is None:
        return []
    quoted = hearing.mostly_quoted(content)
    return [Utterance(m, verb, tuple(content), quoted) for m in together(hearing.draft, speaker, content)]


def _in_what_is_said(hearing: Hearing, verb: Token) -> bool:
    """Whether a verb is what somebody else is reported to have said."""
    above = hearing.draft.view.head(verb) if hearing.draft.view.rel(verb) == "ccomp" else None
    return above is not None and above.lemma_ in words("saying") and above.i not in hearing.quoted


def _aside(hearing: Hearing, verb: Token) -> Utterance | None:
    """ "Pressing the point, says Munayyer, draws attention away": between commas, the name after the verb speaks."""
    doc, sent = verb.doc, verb.sent
    if verb.i == sent.start or doc[verb.i - 1].text != "," or verb.i + 2 >= sent.end or verb.lemma_ not in _BARE:
        return None
    mention = hearing.draft.at_token.get(verb.i + 1)
    if mention is None or mention.type != "Person" or not mention.named or mention.first != verb.i + 1:
        return None
    if mention.last + 1 >= sent.end or doc[mention.last + 1].text != ",":
        return None
    content = [t for t in sent if not verb.i - 1 <= t.i <= mention.last + 1]
    return Utterance(mention, verb, tuple(content), hearing.mostly_quoted(content)) if content else None


def _described_after(hearing: Hearing, verb: Token) -> Utterance | None:
    """ "Rebels attacked a base, the army's spokesman, Tom Reed, told Reuters.": between commas a role and who bears it,
    in either order, then the verb that ends the sentence; what stands before is said, whatever the parse says."""
    doc, sent = verb.doc, verb.sent
    told = verb.tag_ in ("VBD", "VBZ", "VBP") or (verb.tag_ == "VBN" and not hearing.draft.view.auxiliaries(verb))
    if verb.lemma_.lower() not in _CLOSING or not told or sent.end - verb.i > _TAIL:
        return None
    commas = [t.i for t in doc[max(sent.start, verb.i - _APART) : verb.i] if t.text == ","][-3:]
    if len(commas) < 3 or commas[-1] != verb.i - 1 or any(t.i in hearing.quoted for t in sent):
        return None
    if any(t.tag_ in _FINITE for t in (*doc[commas[0] + 1 : commas[2]], *doc[verb.i + 1 : sent.end])):
        return None
    first, second = (hearing.draft.starting(a + 1, b) for a, b in pairwise(commas))
    people = [[m for m in part if m.type == "Person" and m.kind != "pronoun"] for part in (first, second)]
    named = [m for part in people for m in part if m.named]
    speaker = named[0] if all(people) and len({m.group for m in named}) == 1 else None
    content = list(doc[sent.start : commas[0]])
    told = any(t.tag_ in _FINITE for t in content) and content[0].lower_ not in _SUBORDINATE
    return Utterance(speaker, verb, tuple(content), False) if speaker is not None and told else None


def _between_commas(hearing: Hearing, verb: Token) -> Utterance | None:
    """ "A convoy entered the town, the Red Cross said, the first since May", "..., Colonel Reed announced on a visit":
    whoever stands between a comma and the verb, with no other clause behind it, says what is told around them."""
    doc, sent, view = verb.doc, verb.sent, hearing.draft.view
    if verb.lemma_.lower() not in _ENDING or verb.tag_ not in ("VBD", "VBZ", "VBP", "VBN") or view.auxiliaries(verb):
        return None
    last = _name_ends(verb)
    start = next((t.i for t in reversed(doc[max(sent.start, last - _TAIL) : last + 1]) if t.text == ","), -1)
    last = _before_phrase(doc, start, last) if start > sent.start else last
    name = [t for i, t in enumerate(doc[start + 1 : last + 1], start + 1) if not _compounded(doc, i)]
    if start <= sent.start or start + 1 > last or any(t.i in hearing.quoted for t in doc[sent.start : verb.i]):
        return None
    if any(t.pos_ in _NO_NAME or t.tag_ in ("WDT", "WP", "WRB") for t in name):
        return None
    end = next((t.i for t in doc[verb.i + 1 : sent.end] if t.text in (",", ";")), sent.end)
    joined = end + 1 < sent.end and doc[end + 1].pos_ == "CCONJ"  # "..., residents said, and police fired"
    content = [*doc[sent.start : start], *(doc[end : sent.end] if not joined else ())]
    if not _ends_there(verb, end, start) or any(t.i in hearing.quoted for t in doc[verb.i : end]):
        return None
    speaker = hearing.person(last)
    if speaker is None or not speaker.agent or speaker.kind == "pronoun" or speaker.cover[0] < start:
        return None
    return Utterance(speaker, verb, tuple(content), hearing.mostly_quoted(content))


def _inverted(hearing: Hearing, verb: Token) -> list[Utterance]:
    """ "Rebels attacked the base, said their commander, known as the Fox.": what stands before the comma, where nothing
    but who says it stands behind."""
    sent, doc = verb.sent, verb.doc
    if verb.lemma_.lower() not in _CLOSING or verb.i == sent.start or doc[verb.i - 1].text != ",":
        return []
    behind, content = doc[verb.i + 1 : sent.end], list(doc[sent.start : verb.i - 1])
    clause = next((t.i for t in behind if t.tag_ in ("WP", "WDT") and t.nbor(-1).text == ","), sent.end)
    if any(t.tag_ in _FINITE for t in doc[verb.i + 1 : clause]) or any(t.i in hearing.quoted for t in sent):
        return []
    end = next((t.i for t in behind if t.text == "," or t.pos_ in ("ADP", "VERB", "AUX", "CCONJ")), sent.end)
    found = [m for t in doc[verb.i + 1 : end] if (m := hearing.person(t.i)) is not None and m.agent]
    told = any(t.tag_ in _FINITE for t in content) and content[0].lower_ not in _SUBORDINATE
    speakers = together(hearing.draft, found[-1], content) if found and told else []
    return [Utterance(m, verb, tuple(content), False) for m in speakers]


def _name_ends(verb: Token) -> int:
    """The last token of a name before a verb, past a clause about its bearer: "Tom Reed, who heads the party, told"."""
    doc, start = verb.doc, verb.sent.start
    if verb.i - 1 <= start or doc[verb.i - 1].text != ",":
        return verb.i - 1
    clause = next((t.i for t in reversed(doc[max(start + 2, verb.i - _APART) : verb.i]) if t.lower_ == "who"), -1)
    return clause - 2 if clause > 1 and doc[clause - 1].text == "," else verb.i - 1


def _before_phrase(doc: Doc, start: int, last: int) -> int:
    """The last token of a name behind the comma at ``start``, without what says where he is or whose spokesman:
    "spokesman" of "a spokesman for the mission in Oslo"."""
    opening = (t.i for t in doc[start + 2 : last + 1] if t.pos_ == "ADP" or t.lower_ in _REACHED)
    phrase = next(opening, -1)
    about = phrase > 0 and doc[phrase].lower_ in _WHERE | _REACHED and doc[phrase - 1].pos_ in ("NOUN", "PROPN")
    return phrase - 1 if about else last


def _compounded(doc: Doc, i: int) -> bool:
    """Whether a word is the end of a compound before a name: "run" of "the state-run Daily Mail"."""
    return doc[i].tag_ == "VBN" and doc[i - 1].text == "-"


def _ends_there(verb: Token, end: int, start: int) -> bool:
    """Whether what a verb of speech reports stands before the comma at ``start``, or around the two commas, and not
    behind the verb up to ``end``."""
    doc, sent = verb.doc, verb.sent
    behind, before = doc[verb.i + 1 : end], doc[sent.start : start]
    if any(t.tag_ in _FINITE or t.lower_ == "that" for t in behind):
        return False
    if len(behind) and behind[0].pos_ not in _ADDED and not _to_some(verb, behind):
        return False
    # "Mali, he added, would fight", "Since then, officials say, troops have left"
    parted = end == verb.i + 1 and any(t.tag_ in _FINITE for t in doc[end : sent.end])
    told = any(t.tag_ in _FINITE for t in before)
    return parted or (told and before[0].lower_ not in _SUBORDINATE)


def _to_some(verb: Token, behind: Doc | tuple[Token, ...]) -> bool:
    """ "told a news conference aboard the ship": only to whom, and where."""
    return verb.lemma_ == "tell" and behind[0].tag_ == "DT" and not any(t.pos_ in ("VERB", "AUX") for t in behind)


def _as_saying(hearing: Hearing, verb: Token) -> Token | None:
    """The "saying" of "quoted X as saying"."""
    below = (t for t in hearing.draft.view.children(verb, "advcl", "xcomp", "acl", "ccomp") if t.lower_ == "saying")
    return next((t for t in below if t.nbor(-1).lower_ == "as"), None)


def _cited(hearing: Hearing, saying: Token) -> Utterance | None:
    """ "state radio quoted the general as saying that ...", "..., he was quoted as saying": the one quoted speaks."""
    view, draft, sent = hearing.draft.view, hearing.draft, saying.sent
    verb = view.head(saying) if saying.lower_ == "saying" else None
    if verb is None or verb.lemma_ not in _CITING or _as_saying(hearing, verb) != saying:
        return None
    people = view.children(verb, "subjpass") if view.passive(verb) else view.children(verb, "obj")
    found = (hearing.titled.get(t.i) or mention_of(draft, t) for t in people)
    speaker = next((m for m in found if m is not None and m.agent and (m.kind != "pronoun" or m.used)), None)
    content = _content(hearing, saying)
    behind = [t for t in sent if t.i > saying.i and t.lower_ != "that"]
    if sum(t.is_alpha for t in behind) > 2 and not any(t.i in hearing.quoted for t in content):
        content = behind  # however the clause was parsed
    if speaker is None or not content:
        return None
    return Utterance(speaker, saying, tuple(content), hearing.mostly_quoted(content))


def _of_noun(hearing: Hearing, verb: Token) -> bool:
    """ "Washington says Iran did it, a charge Tehran denies": what is denied is the charge, not the sentence."""
    subject = next(iter(hearing.draft.view.children(verb, "subj")), None)
    noun = verb.doc[subject.i - 1] if subject is not None and subject.i > verb.sent.start + 2 else None
    named = noun is not None and noun.tag_ == "NN" and noun.nbor(-1).lower_ in ("a", "an") and noun.nbor(-2).text == ","
    return named and verb.lemma_ in ("deny", "reject", "dismiss", "make", "repeat", "dispute")


def _content(hearing: Hearing, verb: Token) -> list[Token]:
    """The clause said: the verb's complement, or the sentence around a verb in parenthesis, or the quoted words."""
    view = hearing.draft.view
    for clause in view.children(verb, "ccomp"):
        return [t for t in view.subtree(clause) if t.i != verb.i]
    if verb.lemma_ in _REPORTING | words("saying"):
        following = verb.doc[verb.i + 1 : min(verb.i + 15, verb.sent.end)]
        those = (t for t in following if t.lower_ == "that" and t.i not in hearing.quoted)
        # "said in a report last month, seen by Reuters, that"
        that = next((t for t in those if t.i < verb.i + 8 or t.nbor(-1).text == ","), None)
        if that is not None and not _said_before(hearing, verb, that) and not _of_a_noun(verb, that):
            # A clause that the parser missed: all that follows, but for the mark that ends the sentence.
            return [t for t in verb.sent if t.i > that.i and (not t.is_punct or t.i + 1 < verb.sent.end)]
    if (before := _before_comma(hearing, verb)) is not None:
        return before
    above = view.head(verb)
    if view.rel(verb) == "parataxis" and above is not None:
        own = {t.i for t in view.subtree(verb)}
        beside = [t for t in view.children(above, "parataxis", "appos", "dep") if t.pos_ == "NOUN" and t.i > verb.i]
        own |= {t.i for noun in beside for t in view.subtree(noun)}  # ", the army said, the latest sign that ..."
        return [t for t in view.subtree(above) if t.i not in own]
    inside = [t for t in verb.sent if t.i in hearing.quoted]
    governed = verb.lemma_ in words("saying") or any(_nearest_speech(hearing, t) == verb for t in inside)
    if len(inside) > 1 and governed:
        return inside
    below = view.children(verb, "parataxis", "dep")
    if below and verb.lemma_ in ("say", "add", "tell"):
        return view.subtree(below[0])
    if lone := _quoted_before(hearing, verb) or _unmarked(hearing, verb):
        return lone
    infinitive = [t for t in view.children(verb, "xcomp") if t.pos_ == "VERB"]
    return view.subtree(infinitive[0]) if infinitive and verb.lemma_ == "claim" else []


def _of_a_noun(verb: Token, that: Token) -> bool:
    """ "commented on the report that troops had left": the clause is what the report says. "acknowledged last year
    that" and "told the court that" have none."""
    before = that.nbor(-1)
    named = before.pos_ == "NOUN" and before.lemma_ not in _TIMES and verb.lemma_ not in _TELLING
    return named and any(t.pos_ == "ADP" or t.tag_ == "DT" for t in verb.doc[verb.i + 1 : that.i])


def _said_before(hearing: Hearing, verb: Token, that: Token) -> bool:
    """ "Troops took the town, the army said on Monday, a sign that it was winning": "that" is of the sign."""
    parted = any(t.text == "," for t in verb.doc[verb.i + 1 : that.i])
    return hearing.draft.view.rel(verb) == "parataxis" and parted


def _nearest_speech(hearing: Hearing, token: Token) -> Token | None:
    """The verb of speech, with a subject of its own, whose words a token is among: "calls" of "what the text calls a
    'limited' mission"."""
    view = hearing.draft.view
    above = (t for t in view.ancestors(token) if t.pos_ == "VERB" and t.i not in hearing.quoted)
    speaking = (t for t in above if t.lemma_.lower() in words("speech") or t.lemma_.lower() in _JUDGING)
    return next((t for t in speaking if view.children(t, "subj")), None)


def _before_comma(hearing: Hearing, verb: Token) -> list[Token] | None:
    """ "The army fired, witnesses told Reuters.": what stands before the comma, whatever the parse says."""
    sent, view = verb.sent, hearing.draft.view
    if verb.lemma_.lower() not in _CLOSING or sent.end - verb.i > _TAIL or any(t.i in hearing.quoted for t in sent):
        return None
    subject = next((t for t in view.children(verb, "subj") if t.i < verb.i), None)
    if subject is None or any(t.tag_ in ("VBD", "VBZ", "VBP") for t in verb.doc[verb.i + 1 : sent.end]):
        return None
    start = min((t.i for t in view.subtree(subject) if t.i <= subject.i), default=subject.i)
    if start - 1 <= sent.start or verb.doc[start - 1].text != ",":
        return None
    content = list(verb.doc[sent.start : start - 1])
    finite = any(t.tag_ in ("VBD", "VBZ", "VBP", "MD") for t in content)
    return content if finite and content[0].lower_ not in _SUBORDINATE else None


def _quoted_before(hearing: Hearing, verb: Token) -> list[Token]:
    """A quotation of whole sentences before "X told reporters", which the parser took for a sentence of its own."""
    sent = verb.sent
    if not sent.start or not hearing.quoted or verb.i - sent.start > _TAIL or verb.doc[sent.start - 1].text != '"':
        return []
    before = verb.doc[sent.start - 1].sent
    if hearing.draft.text.block_of(before[0]) != hearing.draft.text.block_of(verb):
        return []  # a quotation that ends its paragraph is not of who speaks in the next
    return [t for t in before if t.i in hearing.quoted] if hearing.mostly_quoted(before) else []


def _unmarked(hearing: Hearing, verb: Token) -> list[Token]:
    """ "said on Wednesday they had overthrown": a clause that the parser hung on the day."""
    if verb.lemma_.lower() not in ("say", "announce", "report", "claim", "warn", "add", "state", "tell"):
        return []
    view, doc = hearing.draft.view, verb.doc
    for token in doc[verb.i + 1 : min(verb.i + 7, verb.sent.end)]:
        if token.pos_ == "PUNCT" or token.tag_ in ("WDT", "WP", "WRB"):
            return []
        above = view.head(token)
        if view.rel(token) in ("subj", "subjpass") and above is not None and above.i > token.i:
            first = min(t.i for t in view.subtree(token))
            clause = doc[max(first, verb.i + 1) : verb.sent.end]
            return [t for t in clause if not t.is_punct or t.i + 1 < verb.sent.end]
    return []


# -- other cues --------------------------------------------------------------------------------------------------------


def _carried(hearing: Hearing, found: list[Utterance]) -> list[Utterance]:
    """Whole sentences in quotation marks, without a verb of speech: whoever is quoted in the paragraph or the last."""
    text = hearing.draft.text
    spoken = {t.sent.start for u in found for t in (u.cue, u.content[0])}
    by_block: dict[int, Utterance] = {}
    for utterance in found:
        if utterance.quoted:
            by_block.setdefault(text.block_of(utterance.cue), utterance)
    out: list[Utterance] = []
    for sent in text.doc.sents:
        if sent.start not in spoken and len(sent) >= 3 and hearing.mostly_quoted(sent):
            near = _speaker_near(hearing.draft, sent, by_block)
            if near is not None:
                out.append(Utterance(near.speaker, sent[0], tuple(sent), True))
    return out


def _speaker_near(draft: Draft, sent: Sentence, by_block: dict[int, Utterance]) -> Utterance | None:
    block = draft.text.block_of(sent[0])
    return by_block.get(block) or by_block.get(block - 1)
