"""The reader: articles in, documents out. Loads the pipeline and word lists once; one component a concern, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from importlib import metadata

from spacy.language import Language
from spacy.strings import StringStore

from kg.annotate.alleged import find_allegations, weighed
from kg.annotate.coref import group
from kg.annotate.draft import Draft
from kg.annotate.events import find_events, passed_over, same_happening
from kg.annotate.first_person import settle_first_persons
from kg.annotate.freeze import freeze
from kg.annotate.gazetteer import Gazetteer
from kg.annotate.mentions import find_mentions
from kg.annotate.numbers import find_numbers
from kg.annotate.parsed import Token
from kg.annotate.pipelines import DEFAULT, pipeline
from kg.annotate.quantities import find_quantities
from kg.annotate.relations import find_relations
from kg.annotate.speech import find_utterances
from kg.annotate.text import parse
from kg.annotate.utterances import Utterance, Voices, in_headline
from kg.annotate.when import Clock
from kg.catalogue import load as load_catalogue
from kg.model import Article, Document, Event, PassedOver, Run, Statement, Status


class Reader:
    """Reads articles with one spaCy pipeline. Not thread-safe; make one a process."""

    def __init__(self, nlp: Language, name: str) -> None:
        self._nlp = nlp
        self._gazetteer = Gazetteer(load_catalogue(), nlp.tokenizer)
        self._stand_ins = self._gazetteer.stand_ins()
        self._truecase = self._gazetteer.truecaser()
        self.run = Run("dragoman", metadata.version("dragoman"), name)

    @property
    def vocabulary(self) -> StringStore:
        """The words that the pipeline keeps."""
        return self._nlp.vocab.strings

    def read(self, article: Article) -> Document:
        """One annotated article."""
        return next(self.stream([article]))

    def stream(self, articles: Iterable[Article]) -> Iterator[Document]:
        """Annotated articles in the order given; memory does not grow with their number."""
        for article in articles:
            with self._zone():
                draft = self._annotated(article)
                document = freeze(draft, self.run)
            draft.text.doc.release()
            yield document

    def explain(self, article: Article) -> tuple[Document, tuple[PassedOver, ...]]:
        """One annotated article, and the words in it that could report an event but do not."""
        with self._zone():
            draft = self._annotated(article)
            return freeze(draft, self.run), passed_over(draft)

    def _zone(self) -> AbstractContextManager[object]:
        """Where new words of an article are forgotten again: spaCy keeps them for good, and a feed never ends."""
        inside = getattr(self._nlp.vocab, "in_memory_zone", False)
        return nullcontext() if inside else self._nlp.memory_zone()

    def _annotated(self, article: Article) -> Draft:
        text = next(parse(self._nlp, [article], self._stand_ins, self._truecase))
        draft = find_mentions(text, self._gazetteer)
        group(draft, self._gazetteer)
        utterances = find_utterances(draft)
        settle_first_persons(draft, utterances)
        voices, clock = Voices(utterances), Clock(draft)
        draft.times = list(clock.values)
        amounts = find_numbers(text.article.text)
        found = find_events(draft)
        alleged = find_allegations(draft)
        told = [weighed(draft, _told(e, t, voices, clock), t, alleged) for e, t in found]
        draft.events = same_happening(told, [t for _, t in found], text.article.published)
        told_of = [u for u in utterances if not in_headline(draft, u.cue)]  # which only says so before the story does
        draft.statements = [_statement(draft, u, i) for i, u in enumerate(told_of, 1)]
        draft.relations = find_relations(draft, utterances, amounts)
        draft.quantities = find_quantities(draft, amounts, found)
        return draft


def _told(event: Event, trigger: Token, voices: Voices, clock: Clock) -> Event:
    """An event with its time and with who tells of it; what lies after the day of publication is planned at most."""
    time = clock.of(event, trigger)
    ahead = event.status == "actual" and clock.after_publication(time)
    status: Status = "planned" if ahead else event.status
    return replace(event, time=time, status=status, attributed_to=_speakers(voices, trigger))


def _speakers(voices: Voices, trigger: Token) -> tuple[str, ...]:
    """Who says that the event is so, nearest speaker last; nobody for the article's own voice."""
    found = sorted(voices.over(trigger), key=lambda u: -len(u.content))
    out: list[str] = []
    for utterance in found:
        utterance.speaker.used = True
        key = f"g{utterance.speaker.group}"
        if key not in out:
            out.append(key)
    return tuple(out)


def _statement(draft: Draft, utterance: Utterance, number: int) -> Statement:
    utterance.speaker.used = True
    first, last = utterance.content[0], utterance.content[-1]
    anchor = first if utterance.cue.sent.start != first.sent.start else utterance.cue
    return Statement(
        id=f"s{number}",
        speaker=f"g{utterance.speaker.group}",
        sentence=draft.text.sentence(anchor),
        content=draft.text.span(first, last),
        cue=draft.text.span(utterance.cue),
        quote=utterance.quoted,
    )


def load(model: str = DEFAULT) -> Reader:
    """A reader with the pipeline that ships, or any other spaCy pipeline by package name, path or entry point.

    Raises ModelError when it cannot be loaded or lacks a tagger, a parser or names.
    """
    nlp = pipeline(model)
    meta = nlp.meta
    return Reader(nlp, f"{meta.get('lang', 'en')}_{meta.get('name', 'pipeline')}-{meta.get('version', '0')}")
