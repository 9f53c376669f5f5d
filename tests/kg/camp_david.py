"""Two articles of our own words about the accords of 1978, annotated and linked by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.model import (
    Argument,
    Article,
    Document,
    Entity,
    Event,
    Link,
    LinkedDocument,
    Mention,
    Quantity,
    Relation,
    Run,
    Span,
    Statement,
    TimeValue,
)

FIRST = (
    "Egypt and Israel signed the accords near Washington on Sunday. "
    "Jimmy Carter, the president of the United States, said: “A treaty will follow.” "
    "The Arab League condemned the accords. "
    "According to Mr Carter, Israel may withdraw from Sinai, where it keeps about 10,000 soldiers. "
    "Some 500 settlers did not leave. "
    "The two delegations – 😀 the reporters wrote – will meet again in Cairo."
)
SECOND = "A month after the accords, Egypt's parliament praised them. The settlers met in Jerusalem."
RUN = Run("dragoman", "0.1.0", "hand-made")


class Finder:
    """Spans by their words: ``find("Egypt")`` is the first, ``find("Egypt", 2)`` the second occurrence."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __call__(self, words: str, nth: int = 1, length: int | None = None) -> Span:
        start = -1
        for _ in range(nth):
            start = self.text.index(words, start + 1)
        return Span(start, start + (len(words) if length is None else length))

    def sentence(self, words: str) -> Span:
        """The sentence that holds the words (sentences end with a full stop and a space, or a quote)."""
        at = self.text.index(words)
        ends = [i + 1 for i, c in enumerate(self.text) if c == "." and self.text[i + 1 : i + 2] in {" ", ""}]
        ends += [i + 1 for i, c in enumerate(self.text) if c == "”"]
        start = max((e for e in ends if e <= at), default=0)
        return Span(start + (self.text[start] == " "), min(e for e in ends if e > at))


def first_article(**changes: object) -> Article:
    article = Article(
        id="first",
        text=FIRST,
        published="1978-09-18",
        title="Accords signed near Washington",
        source="The Example Courier",
        url="https://courier.example/1978/accords?a=b&c=d e",
        license="CC-BY-4.0",
    )
    return replace(article, **changes)  # type: ignore[arg-type]


def first() -> Document:
    find = Finder(FIRST)
    sunday = TimeValue("1978-09-17", "1978-09-17", "on Sunday", find("on Sunday"))
    entities = (
        Entity("e1", "Egypt", "State", (Mention(find("Egypt")),)),
        Entity(
            "e2",
            "Israel",
            "State",
            (Mention(find("Israel")), Mention(find("Israel", 2)), Mention(find("it keeps", 1, 2), "pronoun")),
        ),
        Entity(
            "e3",
            "Jimmy Carter",
            "Person",
            (Mention(find("Jimmy Carter")), Mention(find("Mr Carter"))),
            True,
            ("Mr Carter",),
        ),
        Entity("e4", "the United States", "State", (Mention(find("the United States")),)),
        Entity("e5", "The Arab League", "Organization", (Mention(find("The Arab League")),)),
        Entity("e6", "Sinai", "Place", (Mention(find("Sinai")),)),
        Entity("e7", "settlers", "Group", (Mention(find("Some 500 settlers"), "nominal"),), False),
        Entity("e8", "two delegations", "Group", (Mention(find("The two delegations"), "nominal"),), False),
        Entity("e9", "Cairo", "Place", (Mention(find("Cairo")),)),
        Entity("e10", "Washington", "Place", (Mention(find("Washington")),)),
    )
    events = (
        Event("ev1", "TreatySigning", "AGREE", None, find("signed"), find.sentence("signed"),
              (Argument("e1", find("Egypt")), Argument("e2", find("Israel"))), (),
              (Argument("e10", find("Washington")),), sunday, score=0.9),
        Event("ev2", "Criticism", "ACCUSE", "disapprove", find("condemned"), find.sentence("condemned"),
              (Argument("e5", find("The Arab League")),), (), score=0.75),
        Event("ev3", "Withdrawal", "RETREAT", "withdraw", find("withdraw"), find.sentence("withdraw"),
              (Argument("e2", find("Israel", 2)),), (), (Argument("e6", find("Sinai")),), None, "possible",
              find("may"), ("e3",)),
        Event("ev4", "Displacement", None, None, find("leave"), find.sentence("leave"),
              (Argument("e7", find("Some 500 settlers")),), status="negated", status_cue=find("did not")),
        Event("ev5", "Meeting", "CONSULT", "multilateral", find("meet"), find.sentence("meet again"),
              (Argument("e8", find("The two delegations")),), (), (Argument("e9", find("Cairo")),), None, "planned"),
    )  # fmt: skip
    statements = (
        Statement("s1", "e3", find.sentence("Jimmy Carter"), find("A treaty will follow."), find("said"), True),
    )
    relations = (
        Relation(
            "r1",
            "holdsOffice",
            "e3",
            "e4",
            find.sentence("Jimmy Carter"),
            find("the president of the United States"),
            "president",
        ),
        Relation(
            "r2",
            "strength",
            "e2",
            None,
            find.sentence("soldiers"),
            find("about 10,000 soldiers"),
            value=10_000.0,
            attributed_to=("e3",),
        ),
        Relation("r3", "basedIn", "e2", "e6", find.sentence("soldiers"), find("where it keeps"), status="negated"),
    )
    quantities = (
        Quantity(
            "q1", find("about 10,000 soldiers"), find.sentence("soldiers"), 10_000.0, 10_000.0, "soldiers", "e2", True
        ),
        Quantity("q2", find("Some 500 settlers"), find.sentence("Some 500"), 500.0, None, "settlers", "e7"),
    )
    return Document(
        first_article(), RUN, _sentences(find), entities, events, statements, relations, quantities, (sunday,)
    )


def second() -> Document:
    find = Finder(SECOND)
    entities = (
        Entity("e1", "Egypt", "Place", (Mention(find("Egypt")),)),
        Entity("e2", "parliament", "Organization", (Mention(find("Egypt's parliament"), "nominal"),), False),
        Entity("e3", "settlers", "Group", (Mention(find("The settlers"), "nominal"),), False),
        Entity("e4", "Jerusalem", "Place", (Mention(find("Jerusalem")),)),
    )
    month = TimeValue("1978-10", "1978-10", "A month after", find("A month after"))
    events = (
        Event("ev1", "Praise", "SUPPORT", None, find("praised"), find.sentence("praised"),
              (Argument("e2", find("Egypt's parliament")),), (), (), month),
        Event("ev2", "Meeting", "CONSULT", None, find("met"), find.sentence("met in"),
              (Argument("e3", find("The settlers")),), (), (Argument("e4", find("Jerusalem")),)),
    )  # fmt: skip
    article = Article("second", SECOND, "1978-10-17", None, None, None, license=None)
    return Document(article, RUN, _sentences(find), entities, events, (), (), (), (month,))


def _sentences(find: Finder) -> tuple[Span, ...]:
    found: list[Span] = []
    at = 0
    while at < len(find.text):
        found.append(find.sentence(find.text[at : at + 12]))
        at = found[-1].end + 1
    return tuple(found)


ITEMS = {
    "Egypt": ("Q79", "Egypt"),
    "Israel": ("Q801", "Israel"),
    "Jimmy Carter": ("Q23685", "Jimmy Carter"),
    "the United States": ("Q30", "United States"),
    "The Arab League": ("Q7172", "Arab League"),
    "Cairo": ("Q85", "Cairo"),
}


def linked(document: Document) -> LinkedDocument:
    return LinkedDocument(document, tuple(_link(entity) for entity in document.entities))


def _link(entity: Entity) -> Link:
    if entity.name not in ITEMS:
        return Link(entity.id, None, None, 0.0, "no candidate", "hand-made 1")
    qid, label = ITEMS[entity.name]
    return Link(entity.id, qid, label, 0.95, f"the only {label} known", "hand-made 1", {"prior": 0.5})


def reading(articles: Iterable[Article]) -> Iterator[LinkedDocument]:
    """Stands in for annotation and linking: knows the two articles by their text; others are told apart by number."""
    for article in articles:
        if article.text == FIRST:
            yield linked(replace(first(), article=article))
        elif article.text == SECOND:
            yield linked(replace(second(), article=article))
        elif article.text.startswith("Spoilt"):
            raise RuntimeError("the parser lost its way")
        else:
            yield LinkedDocument(_simple(article), ())


def _simple(article: Article) -> Document:
    """``Article N: delegates met.``: one event."""
    find = Finder(article.text)
    whole = Span(0, len(article.text))
    entity = Entity("e1", "delegates", "Group", (Mention(find("delegates"), "nominal"),), False)
    event = Event("ev1", "Meeting", "CONSULT", None, find("met"), whole, (Argument("e1", find("delegates")),))
    return Document(article, RUN, (whole,), (entity,), (event,), (), ())
