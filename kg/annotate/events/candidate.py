"""An event in the making: where its trigger stands, what it may be, who fills which role and how each was found."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.annotate.draft import Draft, Raw
from kg.annotate.events.kinds import mention_of
from kg.annotate.events.verb_status import Reading
from kg.annotate.parsed import Token
from kg.annotate.view import Found
from kg.model import Argument

Filler = tuple[Raw, str]  # a mention and the path to it


@dataclass
class Candidate:
    """Not yet an `Event`: roles are mentions, the trigger is a token (``first`` to ``last`` its words)."""

    trigger: Token
    first: Token
    type: str
    mode: str | None
    source: str
    support: Token | None = None
    actors: list[Filler] = field(default_factory=list)
    recipients: list[Filler] = field(default_factory=list)
    places: list[Filler] = field(default_factory=list)
    reading: Reading = field(default_factory=lambda: Reading("actual"))
    score: float = 0.6
    told: bool = False

    def groups(self) -> set[int]:
        """Entities in any role of a participant."""
        return {m.group for m, _ in [*self.actors, *self.recipients]}


def fillers(draft: Draft, found: list[Found], *, place: bool = False, owners: bool = False) -> list[Filler]:
    """The mentions that found tokens stand for; places only, or anything that is no bare pronoun without antecedent.

    With ``owners`` a thing stands for whose it is: "Israeli military policies", "the town's defences".
    """
    out: list[Filler] = []
    for item in found:
        mention = mention_of(draft, item.token) or _name_beside(draft, item.token)
        if mention is None and owners:
            out += [f for f in _owned(draft, item) if all(f[0] is not m for m, _ in out)]
            continue
        if mention is not None and mention.members:
            out += [
                (m, f"{item.path}, {draft.words(mention)}") for m in mention.members if all(m is not o for o, _ in out)
            ]
            continue
        if mention is None or (mention.kind == "pronoun" and not mention.used) or _nobody(draft, item.token):
            continue
        if len(found) > 1 and _stray(draft, mention, item):
            continue
        if place and mention.type not in ("Place", "State"):
            continue
        if all(mention is not m for m, _ in out):
            out.append((mention, item.path))
        out += [f for f in _of_nations(draft, mention, item.path) if all(f[0] is not m for m, _ in out) and not place]
        out += [f for f in _examples(draft, mention, item.path) if all(f[0] is not m for m, _ in out) and not place]
    return out


def _of_nations(draft: Draft, mention: Raw, path: str) -> list[Filler]:
    """ "Afghan, Pakistani and American diplomats": those of each nation, of which the last is part of the mention."""
    if mention.kind != "nominal" or mention.first == 0 or draft.text.doc[mention.first - 1].lower_ not in ("and", ","):
        return []
    near = [c for t in draft.view.children(draft.text.doc[mention.head], "amod") for c in draft.view.conjuncts(t)]
    found = [m for t in near if t.i < mention.first and (m := mention_of(draft, t, make=False)) is not None]
    return [(m, f"{path}, nation") for m in found if m.type == "State"]


def _name_beside(draft: Draft, token: Token) -> Raw | None:
    """ "His challenger, Benny Gal, accused him", "the spy service, the ISI": the name in apposition to a noun that
    describes nobody known."""
    found = (draft.at(t) for t in draft.view.children(token, "appos"))
    return next((m for m in found if m is not None and m.named and m.agent and m.type != "State"), None)


def _nobody(draft: Draft, token: Token) -> bool:
    """ "No group claimed responsibility", "neither side": there is none who does it."""
    return any(t.lower_ in ("no", "neither") for t in draft.view.children(token, "det", "neg"))


def _stray(draft: Draft, mention: Raw, item: Found) -> bool:
    """A piece of a name that the parser tore off: the name's head stands in a by-phrase, the piece as a subject."""
    head = draft.text.doc[mention.head]
    return mention.named and head != item.token and draft.view.rel(head) == "agent"


def _owned(draft: Draft, item: Found) -> list[Filler]:
    near = draft.view.children(item.token, "poss", "amod", "compound")
    near += whose(draft, item.token)
    near += [t for n in near if n.tag_ == "VBN" for t in draft.view.children(n, "compound", "obl", "advmod", "amod")]
    near += [t for prep, t in draft.view.preps(item.token) if prep in ("of", "by")]
    run = [t for t in draft.view.children(item.token, "acl") if draft.view.passive(t)]  # "trucks run by the Red Cross"
    near += [f.token for t in run for f in draft.view.agents(t)]
    found = [m for t in near if (m := mention_of(draft, t, make=False)) is not None and m.agent]
    return [(m, f"whose {item.token.lower_}, {item.path}") for m in found if m.kind != "pronoun" or m.used]


def whose(draft: Draft, noun: Token) -> list[Token]:
    """ "the agency, whose depot was shelled": the agency, for the depot."""
    if all(t.tag_ != "WP$" for t in draft.view.children(noun, "poss")):
        return []
    clause = next((t for t in draft.view.ancestors(noun) if draft.view.rel(t) in ("relcl", "acl")), None)
    owner = draft.view.head(clause) if clause is not None else None
    return [owner] if owner is not None else []


def _examples(draft: Draft, mention: Raw, path: str) -> list[Filler]:
    """ "major powers including the United States": those named as members take part as well."""
    if mention.named or mention.kind == "pronoun":
        return []
    members = draft.view.obliques(draft.text.doc[mention.head], "including", "like", "such")
    found = [m for f in members if (m := draft.at(f.token)) is not None and m.agent]
    return [(m, f"{path}, including") for m in found]


def arguments(draft: Draft, found: list[Filler], role: str) -> tuple[Argument, ...]:
    """Frozen arguments; each entity once. Marks the mentions as used."""
    out: dict[int, Argument] = {}
    for mention, path in found:
        mention.used = True
        if mention.group not in out:
            out[mention.group] = Argument(f"g{mention.group}", draft.span(_shown(draft, mention)), path, role)
    return tuple(out.values())


def _shown(draft: Draft, mention: Raw) -> Raw:
    """The words to show for a pronoun: what it stands for, when that is in the same sentence."""
    if mention.kind != "pronoun":
        return mention
    sent = draft.text.doc[mention.head].sent
    here = draft.starting(sent.start, sent.end)
    return next((m for m in here if m.group == mention.group and m.kind != "pronoun"), mention)
