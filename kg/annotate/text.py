"""From the text of an article to one parsed document, without ever losing where a token stands in the text.

The parser reads cleaned blocks (paragraphs, run-on headlines split off, typographic quotes made plain, one to one), for
a parser trained on sentences is upset by line breaks. Tokens keep their place in the original text in `Text.starts`.
"""

from __future__ import annotations

import re
import string
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc as Parse

from kg.annotate.datelines import places_in, without_datelines
from kg.annotate.disguised import restored, undisguised
from kg.annotate.headlines import lowered, title_case
from kg.annotate.lexicon import name_words
from kg.annotate.parsed import Doc, Token, parsed
from kg.annotate.past import STRANGE, in_past
from kg.annotate.tags import mended
from kg.annotate.timelines import without_dates
from kg.annotate.truecase import Truecaser
from kg.annotate.view import View
from kg.model import Article, Span

# One character for one, so that offsets stay: the parser was trained on plain quotes and dashes.
_PLAIN = str.maketrans(
    {
        "’": "'", "‘": "'", "‛": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "\u00a0": " ",
        "\u202f": " ", "\u2009": " ", "\u200b": " ", "\ufeff": " ", "\u2028": " ", "\u2029": " ", "\t": " ",
        "\r": " ", "\n": " ", "\x0b": " ", "\x0c": " ", "\x85": " ", "–": "-", "{": " ", "}": " ",
    }
)  # fmt: skip
_BLANK = re.compile(r"\n[^\S\n]*\n\s*|\r\n[^\S\n]*\r\n\s*|\u2029")
_LINE = re.compile(r"\r?\n")
_BULLET = re.compile(r"\s*(?:[-*•·–—]\s|\(?\d{1,2}[.)]\s)")
# "Headline Words Run On-The first sentence": scraped pages join them with a bare hyphen, or a dateline with a dash.
_RUN_ON = re.compile(r"(?<=[\w.’'\"”)?!])\s?[—–-]{1,2}[\s\u00a0]?-(?=[\w\"“‘'])|(?<=[a-z’'\"”)?!])-(?=[A-Z\"“][\w ])")
# Marks that no reader sees, as scraped pages hold them inside words: joiners, soft hyphens, marks of direction. A zero
# width space parts nothing only inside a word.
_UNSEEN = re.compile("[\u00ad\u200c-\u200f\u202a-\u202e\u2060-\u2069]|(?<=\\w)[\u200b\ufeff](?=\\w)")
_RULER = re.compile(r"[^\w\s]{60,}")  # no word but a line drawn with marks; a tokenizer takes them off one by one
_SURROGATE = re.compile("[\ud800-\udfff]")  # half of a character, as broken JSON carries them: spaCy cannot hash it
_DOTTED = re.compile(r"(?:[A-Za-z]\.){2,}")
_BEGINNERS = frozenset(
    "the a an in on at he she it they we but and this that these those his her its their there when while after as if "
    "for both some many most more several no one two three according last earlier meanwhile however \" '".split()
)
_OPENERS = frozenset("the a an in at on for after two three as when more some with his her its".split())
_MARKS, _CLOSERS, _DASHES = frozenset(".!?:;…"), frozenset({'"', "'", ")", "]"}), frozenset({"-", "--", "—"})
_HEADLINE = 4
"""Words that a headline has at least; "Former Minister Alec Douglas-Home said" has fewer before its hyphen."""
_ROLES = frozenset({"chair", "chief", "envoy", "head", "leader"})
_LITTLE = 5
"""Letters of the longest words that a headline in capitals leaves small ("over", "after")."""
_UNMARKED = 150
"""Tokens without a mark after which a text is no prose with marks: a transcript, a table."""
_BATCH = 256
"""Paragraphs that are parsed together: more at once are read faster, and take more memory."""
_BLOCK_LIMIT = 6_000  # characters: a longer "paragraph" is a table or a list; parsing cost stays linear


@dataclass(frozen=True)
class Text:
    """A parsed article: the merged document, its view, and the place of every token in ``article.text``."""

    article: Article
    doc: Doc
    view: View
    starts: Sequence[int]
    ends: Sequence[int]
    blocks: tuple[Span, ...]

    @cached_property
    def datelines(self) -> dict[int, list[Span]]:
        """Blocks that say from where the story was filed, and the places that they name."""
        found = ((i, places_in(self.article.text, block)) for i, block in enumerate(self.blocks))
        return {i: places for i, places in found if places}

    def span(self, first: Token, last: Token | None = None) -> Span:
        """Code points from the start of one token to the end of another (itself by default)."""
        last = first if last is None else last
        return Span(self.starts[first.i], self.ends[last.i])

    def tokens(self, span: Span) -> list[Token]:
        """Tokens that overlap a span of the text."""
        first, last = bisect_right(self.ends, span.start), bisect_left(self.starts, span.end)
        return list(self.doc[first:last])

    def sentence(self, token: Token) -> Span:
        """The sentence of a token, as a span of the text."""
        sent = token.sent
        return self.span(sent[0], sent[-1])

    def sentences(self) -> tuple[Span, ...]:
        """All sentences in text order."""
        return tuple(self.span(s[0], s[-1]) for s in self.doc.sents) if len(self.doc) else ()

    def block_of(self, token: Token) -> int:
        """Index of the paragraph of a token; -1 for none."""
        at = self.starts[token.i]
        found = bisect_right(self.blocks, at, key=lambda b: b.start) - 1
        return found if found >= 0 and at < self.blocks[found].end else -1


def blocks(text: str) -> list[Span]:
    """Paragraphs of a text as spans; hard-wrapped lines stay together, listed lines and run-on headlines do not."""
    out: list[Span] = []
    at = 0
    for gap in [*_BLANK.finditer(text), None]:
        end = gap.start() if gap else len(text)
        out += _lines(text, at, end)
        at = gap.end() if gap else end
    whole = [s for b in out for s in _run_on(text, b) if s.of(text).strip()]
    return without_datelines(text, without_dates(text, whole))


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    """Lines of one paragraph are separate when they look like list items, or end like sentences and do not wrap."""
    pieces, at = [], start
    for cut in _LINE.finditer(text, start, end):
        before, after = text[at : cut.start()].rstrip(), text[cut.end() : end].lstrip()
        wrapped = len(before) > 50 and after[:1].islower()
        ended = before[-1:] in '.!?"”:' or (not wrapped and len(before) < 50)
        if _BULLET.match(text, cut.end()) or (ended and not after[:1].islower()):
            pieces.append(Span(at, cut.start()))
            at = cut.end()
    pieces.append(Span(at, end))
    for piece in pieces:
        for cut_at in range(piece.start, piece.end, _BLOCK_LIMIT):
            yield Span(cut_at, min(cut_at + _BLOCK_LIMIT, piece.end))


def _run_on(text: str, block: Span) -> list[Span]:
    found = [m for m in _RUN_ON.finditer(text, block.start, block.end) if m.end() - block.start < 320]
    cuts, at = [], block.start
    for m in found:
        if m.end() - m.start() == 1 and not _headline_ends(text[at : m.start()], text[m.end() : block.end], at == 0):
            continue
        cuts.append(Span(at, m.start()))
        at = m.end()
    return [*cuts, Span(at, block.end)]


def _headline_ends(before: str, after: str, top: bool) -> bool:
    """Whether a bare hyphen parts a headline from the story, not the two halves of a name ("Jean-Claude Juncker")."""
    words, following = before.split(), after.split(maxsplit=2)
    if not title_case(words) or len(words[-1]) < 3 or len(following) < 2:
        return False
    if any(w in name_words("title") or w in _ROLES for w in words[-3:-1]):
        return False  # "Colombian Foreign Minister Carlos Ruiz-Mora in Quito"
    opener = following[0].strip("\"“‘'").lower() in _OPENERS
    if any(w[0].islower() and len(w) > _LITTLE for w in words):
        return opener  # "Azerbaijan and Armenian-backed separatists in Nagorno" is the beginning of a sentence
    return opener or (top and len(words) > _HEADLINE and following[0].isalpha() and following[1][:1].islower())


def clean(piece: str) -> str:
    """The same words in plain characters, of the same length. ALL-CAPS text is given title case for the tagger."""
    plain = _RULER.sub(lambda m: " " * len(m.group(0)), piece.translate(_PLAIN))
    plain = _SURROGATE.sub("\ufffd", plain).replace("``", '" ').replace("''", '" ')
    if _small_letters(plain) > 0.15 * len(plain):
        return plain
    letters = [c for c in plain if c.isalpha()]
    if len(letters) > 25 and sum(c.isupper() for c in letters) > 0.85 * len(letters):
        lowered = re.sub(r"[^\W\d_]+", lambda m: m.group(0)[0] + m.group(0)[1:].lower(), plain)
        return lowered if len(lowered) == len(plain) else plain
    return plain


def _small_letters(piece: str) -> int:
    """How many small letters of English a text has; counted in bytes, which is quick."""
    raw = piece.encode("utf-8", "replace")
    return len(raw) - len(raw.translate(None, string.ascii_lowercase.encode()))


def parse(
    nlp: Language,
    articles: Iterable[Article],
    stand_ins: Mapping[str, str] | None = None,
    truecase: Truecaser | None = None,
) -> Iterator[Text]:
    """Parse articles one after the other, each paragraph as a document of its own, merged again.

    ``stand_ins`` are names that look like little words, and another name of the same thing that the parser is shown in
    their place ("IS": "ISIS"). ``truecase`` knows the names in sentences in capitals; without it only dictionary words
    become small there.
    """
    truecase = truecase or Truecaser()
    for article in articles:
        spans = blocks(article.text)
        pieces = [_tokens(nlp, article.text, span, stand_ins or {}, truecase) for span in spans]
        docs = in_past(nlp, list(nlp.pipe([doc for doc, _ in pieces], batch_size=_BATCH)))
        starts = [start for _, offsets in pieces for start, _ in offsets]
        ends = [end for _, offsets in pieces for _, end in offsets]
        doc = mended(parsed(docs))
        restored(doc, [article.text[start:end] for start, end in zip(starts, ends, strict=True)])
        yield Text(article, doc, View(doc), starts, ends, tuple(spans))


def seen(piece: str) -> tuple[str, Sequence[int]]:
    """A piece without marks that no reader sees, and where each character of it stood."""
    if _UNSEEN.search(piece) is None:
        return piece, range(len(piece))
    unseen = {m.start() for m in _UNSEEN.finditer(piece)}
    places = [i for i in range(len(piece)) if i not in unseen]
    return "".join(piece[i] for i in places), places


def _tokens(
    nlp: Language, text: str, span: Span, stand_ins: Mapping[str, str], truecase: Truecaser
) -> tuple[Parse, list[tuple[int, int]]]:
    """Tokens of a block without white space ones, and the offsets of each in the article."""
    piece, places = seen(span.of(text))
    kept = [(t.text, t.idx, bool(t.whitespace_)) for t in nlp.make_doc(clean(piece)) if not t.is_space]
    alphabetic = [word for word, _, _ in kept if word.isalpha()]
    shouted = sum(map(str.isupper, alphabetic)) > 0.5 * len(alphabetic)
    offsets = [(span.start + places[at], span.start + places[at + len(word) - 1] + 1) for word, at, _ in kept]
    words = [word if shouted else STRANGE.get(word) or stand_ins.get(word, word) for word, _, _ in kept]
    words = undisguised(lowered(truecase(words, [text[start:end] for start, end in offsets])))
    spaces = [spaced for _, _, spaced in kept]
    doc = Parse(nlp.vocab, words=words, spaces=spaces)
    gaps = [text[end:start] for (_, end), (start, _) in pairwise(offsets)]
    for i in _bound(words, spaces, gaps):
        doc[i].is_sent_start = False
    return doc, offsets


def _bound(words: Sequence[str], spaces: Sequence[bool], gaps: Sequence[str]) -> Iterator[int]:
    """Tokens at which no sentence begins, as none can have ended: the parser splits long names ("leader | Kim Jong Un,
    denied").

    ``spaces`` says whether a space follows a word, ``gaps`` is what stands between each and the next. Where no mark has
    come for long, all is left to the parser.
    """
    since = 0
    for i, gap in enumerate(gaps):
        since = 0 if _may_end(words, spaces, i) else since + 1
        if since and "\n" not in gap and since < _UNMARKED:
            yield i + 1


def _may_end(words: Sequence[str], spaces: Sequence[bool], i: int) -> bool:
    """Whether a sentence can end with a word: at a mark, an abbreviation, or what closes behind a mark."""
    word = words[i]
    if i + 1 < len(words) and "." in word and _DOTTED.fullmatch(word):
        return words[i + 1].lower() in _BEGINNERS  # "the U.N. Secretary-General"
    if word[-1] in _MARKS:
        return True
    if word in _DASHES:
        return i == 0 or spaces[i - 1]
    return word in _CLOSERS and i > 0 and words[i - 1][-1] in _MARKS
