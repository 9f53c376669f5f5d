"""Sentences in the present tense of headlines, which the parser takes for strings of nouns, read as if in the past.

It learned from texts that hardly have a headline: "Mali junta expels French ambassador" is a noun phrase to it, "Mali
junta expelled French ambassador" a sentence. On thirty headlines and entries of timelines of our own it found the main
verb of 20 as they were, and of 29 in the past tense; of 901 verbs of the frames it missed 291 in one or more of three
short sentences in the present tense, and 41 where the past was tried. So where a sentence has no main verb with a
subject, a word that a frame knows as a verb is shown in the past tense, and that reading is kept if it makes a sentence
of it. A word is exchanged for a word, so that offsets stay.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from lemminflect import getInflection
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from kg.annotate.lexicon import descriptions, nouns, verbs, words
from kg.lemmas import lemma_of

STRANGE = {"retook": "recaptured"}
"""Verbs of which the parser makes no verb in any sentence (of 901 in the past tense), and others of the same sense."""
_LONGEST = 60
"""Tokens of a block: longer ones are no headlines."""
_TRIED = 4
"""Words of a sentence that are tried."""
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_NOMINAL = frozenset({"NOUN", "PROPN"})
_OBJECT = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM", "PRON"})
_JOINING = frozenset({",", ";", "and"})


def in_past(nlp: Language, docs: list[Doc]) -> list[Doc]:
    """The parsed blocks, those again in the past tense that the parser found no sentence in."""
    late = _naming(nlp)
    return [_again(nlp, doc, late) if 2 < len(doc) <= _LONGEST else doc for doc in docs]


def _naming(nlp: Language) -> list[str]:
    """The last components of a pipeline that do nothing but mark names: readings that are not kept need none."""
    out: list[str] = []
    for name in reversed(nlp.pipe_names):
        assigned = nlp.get_pipe_meta(name).assigns
        if not assigned or not all(a == "doc.ents" or a.startswith("token.ent_") for a in assigned):
            break
        out.insert(0, name)
    return out


def _again(nlp: Language, doc: Doc, late: list[str]) -> Doc:
    """A block as it is, or read in the past tense; ``late`` are components that only see what is kept."""
    first = doc
    for start in [sent.start for sent in doc.sents]:
        sent = doc[start].sent
        if sent.start != start or _whole(sent):
            continue
        found = list(_candidates(sent))
        for number, place in enumerate(found[:_TRIED]):
            joined = {i for i in found[number + 1 :] if doc[i - 1].lower_ in _JOINING}
            read = nlp(_with(doc, {place} | joined), disable=late)
            if _acts(read[place]):
                doc = read
                break
    for name in late if doc is not first else ():
        doc = nlp.get_pipe(name)(doc)
    return doc


def _whole(sent: Span) -> bool:
    """Whether a sentence has a main verb with a subject, or says what somebody is; what it reports must be one, too."""
    told = (t for t in sent.root.children if t.dep_ in ("ccomp", "parataxis") and t.i < sent.root.i)
    return _clause(sent.root) and all(_clause(t) for t in told)


def _clause(top: Token) -> bool:
    below = {child.dep_ for child in top.children}
    subject = any(dep.startswith(("nsubj", "csubj", "expl")) for dep in below)
    return (subject and top.tag_.startswith(("VB", "MD"))) or "cop" in below


def _candidates(sent: Span) -> Iterator[int]:
    """Words behind a noun, or joined to one of these, that may be the present tense of a verb that a frame knows."""
    found: set[int] = set()
    for token in sent[1:]:
        before = token.nbor(-1)
        if before.text == ";":
            found.clear()
        elif before.tag_ in _FINITE and before.i not in found:
            found.add(-1)  # what comes behind another verb is not the main one
        if -1 not in found and _may_be_present(token, before):
            found.add(token.i)
            yield token.i


def _may_be_present(token: Token, before: Token) -> bool:
    past = _past_of(token.text) if token.is_lower else ""
    if not past or before.pos_ == "ADP" or before.tag_ in ("TO", "MD", "POS", "PRP$", "DT"):
        return False
    noun = before.pos_ in _NOMINAL or before.lower_ in descriptions()  # "the premier", taken for an adjective
    if before.lower_ not in _JOINING and not (noun and _agree(before, token)):
        return False
    dash = token.i + 1 < len(token.doc) and token.nbor(1).text in ("-", "—", "–")
    if dash and (token.nbor(1).whitespace_ or token.i + 2 == len(token.doc)):
        return False  # "GAZA CITY, Gaza Strip - "
    # "Geneva peace talks" are talks, and nobody talks
    return lemma_of(token.text, "NOUN") not in nouns() or _goes_on(token)


def _goes_on(token: Token) -> bool:
    """Whether an object stands behind a word, or another verb joined to it."""
    behind = [t for t in token.doc[token.i + 1 : token.i + 3] if t.sent == token.sent]
    if behind and behind[0].lower_ in _JOINING:
        return len(behind) > 1 and behind[1].is_lower and bool(_past_of(behind[1].text))
    return bool(behind) and behind[0].pos_ in _OBJECT


def _agree(subject: Token, verb: Token) -> bool:
    """ "The army seizes", "rebels seize", "Taliban seize": a common noun in the singular has no verb without -s."""
    if verb.text == lemma_of(verb.text, "VERB"):
        return subject.tag_ in ("NNS", "NNPS", "NNP") or subject.lower_ in words("collectives")
    return subject.tag_ in ("NN", "NNP", "JJ") or subject.lower_ == "states"


@cache
def _past_of(word: str) -> str:
    """The past tense of a word that may be the present tense of a verb of the frames; '' of others."""
    lemma = lemma_of(word, "VERB")
    if lemma not in verbs() and lemma not in words("speech") | words("light"):
        return ""
    present = {lemma, *getInflection(lemma, "VBZ")}
    past = next(iter(getInflection(lemma, "VBD")), "")
    return past if word in present and past != word else ""


def _with(doc: Doc, changed: set[int]) -> Doc:
    """The words again, some of them in the past tense; no sentence begins where none was allowed to."""
    texts = [_past_of(t.text) or t.text if t.i in changed else t.text for t in doc]
    return Doc(doc.vocab, words=texts, spaces=[bool(t.whitespace_) for t in doc])


def _acts(verb: Token) -> bool:
    """Whether the parser sees a finite verb that has a subject before it, or is that of the whole sentence."""
    subject = any(child.dep_.startswith("nsubj") and child.i < verb.i for child in verb.children)
    return verb.pos_ == "VERB" and (
        (subject and verb.tag_ in ("VBD", "VBN")) or (verb.dep_ == "ROOT" and verb.tag_ == "VBD")
    )
