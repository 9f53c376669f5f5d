"""One neutral view of a parse, for Universal Dependencies and for spaCy's own English (CLEAR) labels alike.

Rules of the other modules speak of subjects, objects, obliques with their preposition, possessors, antecedents: never
of the labels of one scheme (see `schemes`). Conjuncts, controlled subjects, relative clauses and participles are
resolved here, once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kg.annotate.lexicon import words
from kg.annotate.parsed import Doc, Token
from kg.annotate.repairs import with_verbs
from kg.annotate.schemes import Edge, edges_of, is_clear

__all__ = ["Edge", "Found", "View", "is_clear"]

_NEGATORS = frozenset({"not", "n't", "n’t", "never", "no", "neither", "nor", "hardly"})
_PHRASES = frozenset({"obl", "nmod", "agent"})
_ASKING = frozenset({"call", "appeal", "plead", "prevail"})
_ASKED = frozenset({"on", "upon", "to", "with"})
_UNITS = frozenset({"minute", "hour", "day", "week", "month", "time"})
# What papers say, their authors say.
_PAPERS = frozenset("declaration statement letter resolution report law decree bill document order note".split())


@dataclass(frozen=True, slots=True)
class Found:
    """A token found by a rule, and the path that led to it, for `explain`."""

    token: Token
    path: str


class View:
    """The edges of a parsed document, ready for questions. ``view.doc`` is the document itself."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self._out: dict[int, list[Edge]] = {}
        self._told: dict[tuple[str, int], list[Found]] = {}
        self._below: dict[int, list[Token]] = {}
        self._in: list[Edge | None] = [None] * len(doc)
        for edge in with_verbs(doc, list(edges_of(doc))):
            self._out.setdefault(edge.head, []).append(edge)
            if self._in[edge.child] is None:
                self._in[edge.child] = edge

    # -- plain questions -----------------------------------------------------------------------------------------

    def edges(self, token: Token, *rels: str) -> list[Edge]:
        """Outgoing edges, of the given relations only when any are named."""
        found = self._out.get(token.i, ())
        return [e for e in found if e.rel in rels] if rels else list(found)

    def children(self, token: Token, *rels: str) -> list[Token]:
        """Tokens below by one of the relations."""
        below, doc = self._out.get(token.i), self.doc
        return [] if below is None else [doc[e.child] for e in below if e.rel in rels]

    def head(self, token: Token) -> Token | None:
        """The token above, or None for a root."""
        edge = self._in[token.i]
        return self.doc[edge.head] if edge else None

    def rel(self, token: Token) -> str:
        """The relation to the head, ``root`` when there is none."""
        edge = self._in[token.i]
        return edge.rel if edge else "root"

    def prep(self, token: Token) -> str:
        """The preposition that introduces the token, or ''."""
        edge = self._in[token.i]
        return edge.prep if edge else ""

    def preps(self, token: Token) -> list[tuple[str, Token]]:
        """Obliques and nominal modifiers below: (preposition, head of the phrase)."""
        return [(e.prep, self.doc[e.child]) for e in self._out.get(token.i, ()) if e.rel in _PHRASES]

    def conjuncts(self, token: Token) -> list[Token]:
        """The token and all that it is coordinated with, below it."""
        out, queue = [token], [token]
        while queue:
            for child in self.children(queue.pop(), "conj"):
                if child not in out:
                    out.append(child)
                    queue.append(child)
        return out

    def first_conjunct(self, token: Token) -> Token:
        """The head of the coordination the token belongs to."""
        while self.rel(token) == "conj":
            above = self.head(token)
            if above is None:
                break
            token = above
        return token

    def negated(self, token: Token) -> Token | None:
        """The word that negates the token itself, if one does."""
        for child in self.children(token, "neg", "advmod", "det", "aux"):
            if child.lower_ in _NEGATORS and not self._of_infinitive(token, child):
                return child
            if child.lower_ == "longer" and child.i and child.nbor(-1).lower_ == "no":
                return child
        return None

    def _of_infinitive(self, verb: Token, negator: Token) -> bool:
        """ "promised not to attack": a negator behind a verb and before "to" is that of the infinitive."""
        return negator.i > verb.i and negator.i + 1 < len(self.doc) and self.doc[negator.i + 1].lower_ == "to"

    def particle(self, token: Token) -> str:
        """The verb's particle ("off" of "called off"), or ''."""
        found = self.children(token, "prt")
        return found[0].lower_ if found else ""

    def auxiliaries(self, token: Token) -> list[Token]:
        """Auxiliaries, those of the first conjunct too when the token has none and no subject of its own."""
        own = self.children(token, "aux", "auxpass", "cop")
        if own or self.rel(token) != "conj" or self.children(token, "subj", "subjpass"):
            return own
        above = self.head(token)
        return self.auxiliaries(above) if above is not None else own

    def passive(self, token: Token) -> bool:
        """Whether a verb is passive: by auxiliary or subject, or as a bare past participle below a noun or a verb."""
        if token.tag_ not in ("VBN", "VBD") and token.pos_ != "VERB":
            return False
        if self.children(token, "auxpass", "subjpass"):
            return not self._with_object(token)
        shared = self.rel(token) == "conj" and not self.children(token, "subj", "aux", "auxpass", "obj")
        if (
            shared
            and (above := self.head(token)) is not None
            and self.children(above, "auxpass")
            and above.tag_ in ("VBN", "VBD")
        ):
            return True
        if token.tag_ != "VBN" or self.children(token, "subj") or token.lemma_ in words("intransitive"):
            return False
        if any(a.lemma_ == "have" or a.lower_ in ("'ve", "has", "had", "have") for a in self.children(token, "aux")):
            return False
        above = self.head(token)
        if self.rel(token) == "acl" and self.children(token, "obj") and token.lemma_ not in words("double-object"):
            return False  # "doctors from two groups donated goods", taken for a participle
        if self.rel(token) in ("acl", "amod"):
            return True
        if self.rel(token) == "conj" and above is not None and not self.children(token, "subj", "aux"):
            return self.passive(above)
        return self.rel(token) in ("advcl", "xcomp") and not self.children(token, "subj", "obj", "aux")

    def _with_object(self, verb: Token) -> bool:
        """ "the army seized power", with a subject of a passive: a bare verb with an object is active."""
        helped = self.children(verb, "aux", "auxpass")
        return not helped and bool(self.children(verb, "obj")) and verb.lemma_ not in words("double-object")

    # -- arguments of verbs --------------------------------------------------------------------------------------

    def _once(self, what: str, token: Token, find: Callable[[Token], list[Found]]) -> list[Found]:
        """An answer that many rules ask for, found once; a list of its own for each of them."""
        found = self._told.get((what, token.i))
        if found is None:
            found = self._told[what, token.i] = find(token)
        return list(found)

    def subjects(self, verb: Token, depth: int = 0) -> list[Found]:
        """Who stands in subject position of a verb, its own or inherited. Conjuncts included."""
        return self._subjects(verb, depth) if depth else self._once("subjects", verb, self._subjects)

    def _subjects(self, verb: Token, depth: int = 0) -> list[Found]:
        own = self.children(verb, "subj", "subjpass")
        if own:
            return [f for s in own for f in self._resolved(s, verb, "subject")]
        if depth > 4:
            return []
        rel, above = self.rel(verb), self.head(verb)
        if above is None:
            return []
        return self._inherited(verb, rel, above, depth)

    def _inherited(self, verb: Token, rel: str, above: Token, depth: int) -> list[Found]:
        if verb.tag_ == "VB" and (doer := self._told_to(verb, rel, above)):
            return doer
        planned = verb.tag_ == "VB" or above.lemma_ in _PAPERS or (verb.tag_ == "VBG" and above.lemma_ in words("plan"))
        if rel == "acl" and planned and (found := self.of_plan(above, depth)):
            return found
        if rel == "acl" and verb.tag_ == "VB" and above.lemma_ in words("plan"):
            return []  # an attempt does not do what is attempted
        if rel == "acl" and verb.tag_ in ("VBD", "VBN") and not self.passive(verb):
            return [Found(t, "before the verb") for t in self.conjuncts(self._topmost(above))]
        if rel in ("acl", "relcl", "amod"):
            return [Found(t, f"{rel} of") for t in self._group(above, verb)]
        if rel == "conj" and above.pos_ in ("VERB", "AUX", "ADJ", "NOUN"):
            return _via(self.subjects(above, depth + 1), "and")
        if rel == "xcomp":
            objects = self.children(above, "obj", "iobj")
            # The object, not the subject, does what the infinitive says: "urged the army to withdraw".
            controlled = above.lemma_ in words("object-control")
            if objects and (controlled or verb.tag_ == "VBG"):
                return [Found(t, f"object of {above.lower_}") for o in objects for t in self.conjuncts(o)]
            if self.passive(above) or not objects or not controlled:
                return _via(self.subjects(above, depth + 1), f"of {above.lower_}")
        if rel == "ccomp" and verb.tag_ in ("VB", "VBD", "VBZ", "VBP") and not self.children(verb, "mark"):
            before = [o for o in self.children(above, "obj") if o.i < verb.i]
            if before:
                return [Found(t, f"object of {above.lower_}") for t in self.conjuncts(before[0])]
        # "The opposition says an aide arrested": whoever it is, not who says so
        told = rel == "ccomp" and verb.tag_ == "VBN" and above.lemma_ in words("speech")
        if rel in ("advcl", "ccomp", "parataxis") and verb.tag_ in ("VBG", "VBN", "VB") and not told:
            return self._accused(verb, above) or _via(self.subjects(above, depth + 1), f"of {above.lower_}")
        return []

    def _accused(self, verb: Token, above: Token) -> list[Found]:
        """ "accused the army of bombing a town": who is accused did it."""
        marks = self.children(verb, "mark", "case")
        if above.lemma_ not in words("accusing") or self.passive(above) or all(t.lower_ != "of" for t in marks):
            return []
        objects = self.children(above, "obj")
        return [f for o in objects for f in self._resolved(o, above, f"object of {above.lower_}")]

    def _told_to(self, verb: Token, rel: str, above: Token) -> list[Found]:
        """ "called on the militia not to cut the road": who is called on is to do it; so with "for partners to"."""
        if rel == "acl":
            return self._asked(above) or self._for_whom(above, verb)
        if rel not in ("xcomp", "advcl"):
            return []
        given = above.lemma_ in ("give", "grant", "allow") and any(
            o.lemma_ in _UNITS for o in self.children(above, "obj")
        )
        if given and self.children(above, "iobj"):
            return [Found(t, "who is given time") for o in self.children(above, "iobj") for t in self.conjuncts(o)]
        if above.lemma_ not in _ASKING:
            return []
        first = next(((prep, t) for prep, t in self.preps(above) if prep and above.i < t.i < verb.i), None)
        if first is None or first[0] not in _ASKED:
            return []
        return [Found(t, f"{first[0]}-phrase of {above.lower_}") for t in self.conjuncts(first[1])]

    def _asked(self, noun: Token) -> list[Found]:
        """ "appealed to the parties to return", with the infinitive hung on the parties."""
        verb, prep = self.head(noun), self.prep(noun)
        if verb is None or verb.lemma_ not in _ASKING or verb.pos_ != "VERB" or prep not in _ASKED:
            return []
        return [Found(t, f"{prep}-phrase of {verb.lower_}") for t in self.conjuncts(noun)]

    def _for_whom(self, noun: Token, verb: Token) -> list[Found]:
        """ "requests for partners to assist": whoever stands in the for-phrase right before the infinitive."""
        nouns = [t for t in self.subtree(noun) if noun.i <= t.i < verb.i]
        near = [t for n in nouns for prep, t in self.preps(n) if prep == "for" and 0 < verb.i - t.i <= 2]
        return [Found(t, "for-phrase before the infinitive") for n in near[:1] for t in self.conjuncts(n)]

    def _topmost(self, noun: Token) -> Token:
        """The noun that a chain of phrases hangs on: "doctors" of "doctors from two groups"."""
        while self.rel(noun) in ("nmod", "appos") and (above := self.head(noun)) is not None and above.i < noun.i:
            noun = above
        return noun

    def of_plan(self, noun: Token, depth: int = 0) -> list[Found]:
        """Who does what a noun is for ("Israel's plan to strike", "use the port as a base to attack")."""
        near = self.children(noun, "poss") + [t for prep, t in self.preps(noun) if prep == "by"]
        owners = [Found(t, f"owner of {noun.lower_}") for o in near for t in self.conjuncts(o)]
        above = self.head(noun)
        if owners or above is None or above.pos_ != "VERB" or self.rel(noun) not in ("obj", "obl", "subjpass"):
            return owners
        return _via(
            self.agents(above) if self.passive(above) else self.subjects(above, depth + 1),
            f"of {above.lower_} {noun.lower_}",
        )

    def _resolved(self, token: Token, verb: Token, path: str) -> list[Found]:
        """A relative pronoun stands for its antecedent; a coordination for its members."""
        if token.tag_ in ("WDT", "WP", "WRB") or (token.lower_ == "that" and token.pos_ in ("PRON", "SCONJ")):
            clause = self.first_conjunct(verb)
            above = self.head(clause)
            while self.rel(clause) == "advcl" and above is not None and token.i < above.i:
                clause = self.first_conjunct(above)  # "whom the court accuses him of killing"
                above = self.head(clause)
            if self.rel(clause) in ("relcl", "acl") and above is not None:
                return [Found(t, f"{path}, relative") for t in self._group(above, clause)]
            return []
        return [Found(t, path) for t in self.conjuncts(token)]

    def _group(self, noun: Token, clause: Token) -> list[Token]:
        """A noun that a clause hangs on; "X and Y each saying ..." hangs on both."""
        if self.rel(noun) == "conj" and any(t.lower_ in ("each", "both") for t in self.doc[noun.i + 1 : clause.i]):
            return self.conjuncts(self.first_conjunct(noun))
        # hung on the first, though it follows the last; or before all: "among those held were X and Y"
        before = noun.i > clause.i and self.rel(clause) == "acl"
        if before or all(t.i < clause.i for t in self.conjuncts(noun)):
            return self.conjuncts(noun)
        return [noun]

    def agents(self, verb: Token) -> list[Found]:
        """Who does it: the subject, or the by-phrase of a passive."""
        return self._once("agents", verb, self._agents)

    def _agents(self, verb: Token) -> list[Found]:
        if not self.passive(verb):
            return self.subjects(verb)
        by = [(e.prep, self.doc[e.child]) for e in self.edges(verb, "agent", "obl", "nmod")]
        return [Found(t, "by-phrase") for prep, token in by if prep == "by" for t in self.conjuncts(token)]

    def patients(self, verb: Token) -> list[Found]:
        """Whom it is done to: the object, or the subject of a passive; the antecedent of an object relative."""
        return self._once("patients", verb, self._patients)

    def _patients(self, verb: Token) -> list[Found]:
        if self.passive(verb):
            found = self.subjects(verb)
            kept = self.children(verb, "obj")
            return found or [Found(t, "object") for o in kept for t in self.conjuncts(o)]
        objects = self.children(verb, "obj")
        if objects:
            return [f for o in objects for f in self._resolved(o, verb, "object")]
        rel, above = self.rel(verb), self.head(verb)
        if rel == "relcl" and above is not None:
            subjects = self.children(verb, "subj")
            if subjects and not any(s.tag_ in ("WDT", "WP") or s.lower_ == "that" for s in subjects):
                return [Found(above, "object, relative")]
        if rel == "conj" and above is not None and above.pos_ == "VERB" and not self.preps(verb):
            shared = self.children(above, "obj")
            if shared and shared[0].i > verb.i:
                return [Found(t, "shared object") for t in self.conjuncts(shared[0])]
        return self._next_object(verb)

    def _next_object(self, verb: Token) -> list[Found]:
        """ "shot and killed a boy", "detained and later freed him": the object behind the second of two verbs that only
        "and" parts, or an adverb with it, is that of both."""
        if verb.lemma_ in words("intransitive") or self.passive(verb):
            return []
        second = [t for t in self.children(verb, "conj") if self._right_behind(verb, t)]
        if not second or second[0].lemma_ in words("speech") or verb.lemma_ in words("speech"):
            return []
        return [Found(t, "shared object") for o in self.children(second[0], "obj") for t in self.conjuncts(o)]

    def _right_behind(self, verb: Token, second: Token) -> bool:
        """Whether only "and" and adverbs part two verbs of one form."""
        between = self.doc[verb.i + 1 : second.i]
        same = second.tag_ == verb.tag_ or {second.tag_, verb.tag_} == {"VBD", "VBN"}
        return same and 0 < len(between) <= 3 and all(t.pos_ in ("CCONJ", "ADV") for t in between)

    def recipients(self, verb: Token) -> list[Found]:
        """Indirect objects."""
        return [Found(t, "indirect object") for o in self.children(verb, "iobj") for t in self.conjuncts(o)]

    def obliques(self, token: Token, *preps: str) -> list[Found]:
        """Heads of prepositional phrases below a verb or noun with one of the prepositions; conjuncts included."""
        return [
            Found(t, f"{prep or 'bare'}-phrase")
            for prep, head in self.preps(token)
            if not preps or prep in preps or prep.split(" ")[0] in preps
            for t in self.conjuncts(head)
        ]

    def predicate_of(self, subject: Token) -> Token | None:
        """The noun or adjective that a copula says of the subject."""
        above = self.head(subject)
        if self.rel(subject) == "subj" and above is not None and self.children(above, "cop"):
            return above
        return None

    def subtree(self, token: Token) -> list[Token]:
        """The token and all below it, in text order."""
        if token.i not in self._below:
            self._below[token.i] = self._subtree(token)
        return list(self._below[token.i])

    def _subtree(self, token: Token) -> list[Token]:
        seen, queue = {token.i}, [token.i]
        while queue:
            for edge in self._out.get(queue.pop(), ()):
                if edge.child not in seen:
                    seen.add(edge.child)
                    queue.append(edge.child)
        return [self.doc[i] for i in sorted(seen)]

    def ancestors(self, token: Token) -> Iterator[Token]:
        """Heads upwards, nearest first."""
        seen = {token.i}
        above = self.head(token)
        while above is not None and above.i not in seen:
            seen.add(above.i)
            yield above
            above = self.head(above)


def _via(found: list[Found], how: str) -> list[Found]:
    return [Found(f.token, f"{f.path} {how}") for f in found]
