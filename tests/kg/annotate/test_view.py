"""One view of a parse: Universal Dependencies and CLEAR labels of the same sentence get the same answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from spacy.tokens import Token

from kg.annotate.view import Found, View, is_clear
from tests.kg.annotate.parses import SCHEMES, document

TABLES = {
    "Rebels shelled the port in Aden on Friday": """
        Rebels  rebel  NOUN  NNS nsubj 2 nsubj 2
        shelled shell  VERB  VBD ROOT  0 ROOT  0
        the     the    DET   DT  det   4 det   4
        port    port   NOUN  NN  obj   2 dobj  2
        in      in     ADP   IN  case  6 prep  2
        Aden    Aden   PROPN NNP obl   2 pobj  5
        on      on     ADP   IN  case  8 prep  2
        Friday  Friday PROPN NNP obl   2 pobj  7
    """,
    "The convoy was attacked by gunmen near Gao": """
        The      the    DET   DT  det        2 det       2
        convoy   convoy NOUN  NN  nsubj:pass 4 nsubjpass 4
        was      be     AUX   VBD aux:pass   4 auxpass   4
        attacked attack VERB  VBN ROOT       0 ROOT      0
        by       by     ADP   IN  case       6 agent     4
        gunmen   gunman NOUN  NNS obl:agent  4 pobj      5
        near     near   ADP   IN  case       8 prep      4
        Gao      Gao    PROPN NNP obl        4 pobj      7
    """,
    "Osman is the new envoy of Chad": """
        Osman Osman PROPN NNP nsubj 5 nsubj 2
        is    be    AUX   VBZ cop   5 ROOT  0
        the   the   DET   DT  det   5 det   5
        new   new   ADJ   JJ  amod  5 amod  5
        envoy envoy NOUN  NN  ROOT  0 attr  2
        of    of    ADP   IN  case  7 prep  5
        Chad  Chad  PROPN NNP nmod  5 pobj  6
    """,
    "Officials say Osman is ready": """
        Officials official NOUN  NNS nsubj 2 nsubj 2
        say       say      VERB  VBP ROOT  0 ROOT  0
        Osman     Osman    PROPN NNP nsubj 5 nsubj 4
        is        be       AUX   VBZ cop   5 ccomp 2
        ready     ready    ADJ   JJ  ccomp 2 acomp 4
    """,
    "Their troops left": """
        Their  their PRON PRP$ nmod:poss 2 poss  2
        troops troop NOUN NNS  nsubj     3 nsubj 3
        left   leave VERB VBD  ROOT      0 ROOT  0
    """,
    "The militia that seized Sirte fled": """
        The     the     DET   DT  det       2 det   2
        militia militia NOUN  NN  nsubj     6 nsubj 6
        that    that    PRON  WDT nsubj     4 nsubj 4
        seized  seize   VERB  VBD acl:relcl 2 relcl 2
        Sirte   Sirte   PROPN NNP obj       4 dobj  4
        fled    flee    VERB  VBD ROOT      0 ROOT  0
    """,
    "The truce which Mali signed failed": """
        The    the   DET   DT  det       2 det   2
        truce  truce NOUN  NN  nsubj     6 nsubj 6
        which  which PRON  WDT obj       5 dobj  5
        Mali   Mali  PROPN NNP nsubj     5 nsubj 5
        signed sign  VERB  VBD acl:relcl 2 relcl 2
        failed fail  VERB  VBD ROOT      0 ROOT  0
    """,
    "The truce Mali signed failed": """
        The    the   DET   DT  det       2 det   2
        truce  truce NOUN  NN  nsubj     5 nsubj 5
        Mali   Mali  PROPN NNP nsubj     4 nsubj 4
        signed sign  VERB  VBD acl:relcl 2 relcl 2
        failed fail  VERB  VBD ROOT      0 ROOT  0
    """,
    "Oman and Qatar met Iran and signed a pact": """
        Oman   Oman  PROPN NNP nsubj 4 nsubj 4
        and    and   CCONJ CC  cc    3 cc    1
        Qatar  Qatar PROPN NNP conj  1 conj  1
        met    meet  VERB  VBD ROOT  0 ROOT  0
        Iran   Iran  PROPN NNP obj   4 dobj  4
        and    and   CCONJ CC  cc    7 cc    4
        signed sign  VERB  VBD conj  4 conj  4
        a      a     DET   DT  det   9 det   9
        pact   pact  NOUN  NN  obj   7 dobj  7
    """,
    "Egypt promised to withdraw": """
        Egypt    Egypt    PROPN NNP nsubj 2 nsubj 2
        promised promise  VERB  VBD ROOT  0 ROOT  0
        to       to       PART  TO  mark  4 aux   4
        withdraw withdraw VERB  VB  xcomp 2 xcomp 2
    """,
    "Egypt urged rebels to disarm": """
        Egypt  Egypt  PROPN NNP nsubj 2 nsubj 2
        urged  urge   VERB  VBD ROOT  0 ROOT  0
        rebels rebel  NOUN  NNS obj   2 dobj  2
        to     to     PART  TO  mark  5 aux   5
        disarm disarm VERB  VB  xcomp 2 xcomp 2
    """,
    "Soldiers were ordered to leave": """
        Soldiers soldier NOUN NNS nsubj:pass 3 nsubjpass 3
        were     be      AUX  VBD aux:pass   3 auxpass   3
        ordered  order   VERB VBN ROOT       0 ROOT      0
        to       to      PART TO  mark       5 aux       5
        leave    leave   VERB VB  xcomp      3 xcomp     3
    """,
    "Mali called off the talks": """
        Mali   Mali PROPN NNP nsubj        2 nsubj 2
        called call VERB  VBD ROOT         0 ROOT  0
        off    off  ADP   RP  compound:prt 2 prt   2
        the    the  DET   DT  det          5 det   5
        talks  talk NOUN  NNS obj          2 dobj  2
    """,
    "Chad did not recognize the council": """
        Chad      Chad      PROPN NNP nsubj  4 nsubj 4
        did       do        AUX   VBD aux    4 aux   4
        not       not       PART  RB  advmod 4 neg   4
        recognize recognize VERB  VB  ROOT   0 ROOT  0
        the       the       DET   DT  det    6 det   6
        council   council   NOUN  NN  obj    4 dobj  4
    """,
    "Troops may return and attack": """
        Troops troop  NOUN  NNS nsubj 3 nsubj 3
        may    may    AUX   MD  aux   3 aux   3
        return return VERB  VB  ROOT  0 ROOT  0
        and    and    CCONJ CC  cc    5 cc    3
        attack attack VERB  VB  conj  3 conj  3
    """,
    "France gave Niger aid": """
        France France PROPN NNP nsubj 2 nsubj  2
        gave   give   VERB  VBD ROOT  0 ROOT   0
        Niger  Niger  PROPN NNP iobj  2 dative 2
        aid    aid    NOUN  NN  obj   2 dobj   2
    """,
    "France gave aid to Niger": """
        France France PROPN NNP nsubj 2 nsubj  2
        gave   give   VERB  VBD ROOT  0 ROOT   0
        aid    aid    NOUN  NN  obj   2 dobj   2
        to     to     ADP   IN  case  5 dative 2
        Niger  Niger  PROPN NNP obl   2 pobj   4
    """,
    "Talks between Chad and Sudan failed": """
        Talks   talk    NOUN  NNS nsubj 6 nsubj 6
        between between ADP   IN  case  3 prep  1
        Chad    Chad    PROPN NNP nmod  1 pobj  2
        and     and     CCONJ CC  cc    5 cc    3
        Sudan   Sudan   PROPN NNP conj  3 conj  3
        failed  fail    VERB  VBD ROOT  0 ROOT  0
    """,
    "The ban imposed by Mali hurts traders": """
        The     the    DET   DT  det       2 det   2
        ban     ban    NOUN  NN  nsubj     6 nsubj 6
        imposed impose VERB  VBN acl       2 acl   2
        by      by     ADP   IN  case      5 agent 3
        Mali    Mali   PROPN NNP obl:agent 3 pobj  4
        hurts   hurt   VERB  VBZ ROOT      0 ROOT  0
        traders trader NOUN  NNS obj       6 dobj  6
    """,
    "Aden was shelled and looted": """
        Aden    Aden  PROPN NNP nsubj:pass 3 nsubjpass 3
        was     be    AUX   VBD aux:pass   3 auxpass   3
        shelled shell VERB  VBN ROOT       0 ROOT      0
        and     and   CCONJ CC  cc         5 cc        3
        looted  loot  VERB  VBN conj       3 conj      3
    """,
    "Osman, the envoy, left Monday": """
        Osman  Osman  PROPN NNP nsubj        6 nsubj    6
        ,      ,      PUNCT ,   punct        4 punct    1
        the    the    DET   DT  det          4 det      4
        envoy  envoy  NOUN  NN  appos        1 appos    1
        ,      ,      PUNCT ,   punct        4 punct    1
        left   leave  VERB  VBD ROOT         0 ROOT     0
        Monday Monday PROPN NNP obl:unmarked 6 npadvmod 6
    """,
    "Diplomats said Sudan refused the offer": """
        Diplomats diplomat NOUN  NNS nsubj 2 nsubj 2
        said      say      VERB  VBD ROOT  0 ROOT  0
        Sudan     Sudan    PROPN NNP nsubj 4 nsubj 4
        refused   refuse   VERB  VBD ccomp 2 ccomp 2
        the       the      DET   DT  det   6 det   6
        offer     offer    NOUN  NN  obj   4 dobj  4
    """,
    "Troops entered Kidal, killing guards": """
        Troops  troop  NOUN  NNS nsubj 2 nsubj 2
        entered enter  VERB  VBD ROOT  0 ROOT  0
        Kidal   Kidal  PROPN NNP obj   2 dobj  2
        ,       ,      PUNCT ,   punct 5 punct 2
        killing kill   VERB  VBG advcl 2 advcl 2
        guards  guard  NOUN  NNS obj   5 dobj  5
    """,
}

Question = Callable[[View, Token], object]


def words(found: Iterable[Found | Token]) -> list[str]:
    """The words found, in order."""
    return [(f.token if isinstance(f, Found) else f).text for f in found]


def maybe(token: Token | None) -> str | None:
    return token.text if token is not None else None


def subjects(view: View, token: Token) -> object:
    return words(view.subjects(token))


def agents(view: View, token: Token) -> object:
    return words(view.agents(token))


def patients(view: View, token: Token) -> object:
    return words(view.patients(token))


def recipients(view: View, token: Token) -> object:
    return words(view.recipients(token))


def phrases(view: View, token: Token) -> object:
    return [(prep, inner.text) for prep, inner in view.preps(token)]


def passive(view: View, token: Token) -> object:
    return view.passive(token)


def particle(view: View, token: Token) -> object:
    return view.particle(token)


def negated(view: View, token: Token) -> object:
    return maybe(view.negated(token))


def auxiliaries(view: View, token: Token) -> object:
    return words(t for t in view.auxiliaries(token) if t.tag_ != "TO")


def conjuncts(view: View, token: Token) -> object:
    return words(view.conjuncts(token))


def predicate(view: View, token: Token) -> object:
    return maybe(view.predicate_of(token))


def place_in_tree(view: View, token: Token) -> object:
    return view.rel(token), maybe(view.head(token)), view.prep(token)


def below(*rels: str) -> Question:
    return lambda view, token: words(view.children(token, *rels))


def through(*preps: str) -> Question:
    return lambda view, token: words(view.obliques(token, *preps))


def upwards(view: View, token: Token) -> object:
    return words(view.ancestors(token))


CASES: list[tuple[str, str, Question, object]] = [
    ("Rebels shelled the port in Aden on Friday", "shelled", subjects, ["Rebels"]),
    ("Rebels shelled the port in Aden on Friday", "shelled", agents, ["Rebels"]),
    ("Rebels shelled the port in Aden on Friday", "shelled", patients, ["port"]),
    ("Rebels shelled the port in Aden on Friday", "shelled", phrases, [("in", "Aden"), ("on", "Friday")]),
    ("Rebels shelled the port in Aden on Friday", "shelled", through("in"), ["Aden"]),
    ("Rebels shelled the port in Aden on Friday", "shelled", passive, False),
    ("Rebels shelled the port in Aden on Friday", "Aden", place_in_tree, ("obl", "shelled", "in")),
    ("The convoy was attacked by gunmen near Gao", "attacked", passive, True),
    ("The convoy was attacked by gunmen near Gao", "attacked", agents, ["gunmen"]),
    ("The convoy was attacked by gunmen near Gao", "attacked", patients, ["convoy"]),
    ("The convoy was attacked by gunmen near Gao", "attacked", through("near"), ["Gao"]),
    ("The convoy was attacked by gunmen near Gao", "gunmen", place_in_tree, ("agent", "attacked", "by")),
    ("Osman is the new envoy of Chad", "Osman", predicate, "envoy"),
    ("Osman is the new envoy of Chad", "envoy", below("cop"), ["is"]),
    ("Osman is the new envoy of Chad", "envoy", below("amod"), ["new"]),
    ("Osman is the new envoy of Chad", "envoy", phrases, [("of", "Chad")]),
    ("Osman is the new envoy of Chad", "envoy", place_in_tree, ("root", None, "")),
    ("Osman is the new envoy of Chad", "Chad", place_in_tree, ("nmod", "envoy", "of")),
    ("Officials say Osman is ready", "Osman", predicate, "ready"),
    ("Officials say Osman is ready", "ready", place_in_tree, ("ccomp", "say", "")),
    ("Officials say Osman is ready", "Osman", upwards, ["ready", "say"]),
    ("Their troops left", "troops", below("poss"), ["Their"]),
    ("Their troops left", "left", subjects, ["troops"]),
    ("The militia that seized Sirte fled", "seized", subjects, ["militia"]),
    ("The militia that seized Sirte fled", "seized", patients, ["Sirte"]),
    ("The militia that seized Sirte fled", "seized", place_in_tree, ("relcl", "militia", "")),
    ("The militia that seized Sirte fled", "fled", subjects, ["militia"]),
    ("The truce which Mali signed failed", "signed", patients, ["truce"]),
    ("The truce which Mali signed failed", "signed", agents, ["Mali"]),
    ("The truce Mali signed failed", "signed", patients, ["truce"]),
    ("The truce Mali signed failed", "signed", agents, ["Mali"]),
    ("Oman and Qatar met Iran and signed a pact", "met", subjects, ["Oman", "Qatar"]),
    ("Oman and Qatar met Iran and signed a pact", "signed", subjects, ["Oman", "Qatar"]),
    ("Oman and Qatar met Iran and signed a pact", "met", patients, ["Iran"]),
    ("Oman and Qatar met Iran and signed a pact", "signed", patients, ["pact"]),
    ("Oman and Qatar met Iran and signed a pact", "Oman", conjuncts, ["Oman", "Qatar"]),
    ("Egypt promised to withdraw", "withdraw", subjects, ["Egypt"]),
    ("Egypt promised to withdraw", "withdraw", place_in_tree, ("xcomp", "promised", "")),
    ("Egypt urged rebels to disarm", "disarm", subjects, ["rebels"]),
    ("Egypt urged rebels to disarm", "urged", patients, ["rebels"]),
    ("Soldiers were ordered to leave", "leave", subjects, ["Soldiers"]),
    ("Soldiers were ordered to leave", "ordered", agents, []),
    ("Mali called off the talks", "called", particle, "off"),
    ("Mali called off the talks", "called", patients, ["talks"]),
    ("Mali called off the talks", "called", phrases, []),
    ("Chad did not recognize the council", "recognize", negated, "not"),
    ("Chad did not recognize the council", "recognize", auxiliaries, ["did"]),
    ("Chad did not recognize the council", "recognize", patients, ["council"]),
    ("Troops may return and attack", "return", auxiliaries, ["may"]),
    ("Troops may return and attack", "attack", auxiliaries, ["may"]),
    ("Troops may return and attack", "attack", subjects, ["Troops"]),
    ("France gave Niger aid", "gave", recipients, ["Niger"]),
    ("France gave Niger aid", "gave", patients, ["aid"]),
    ("France gave aid to Niger", "gave", through("to"), ["Niger"]),
    ("Talks between Chad and Sudan failed", "Talks", through("between", "with"), ["Chad", "Sudan"]),
    ("Talks between Chad and Sudan failed", "failed", subjects, ["Talks"]),
    ("The ban imposed by Mali hurts traders", "imposed", passive, True),
    ("The ban imposed by Mali hurts traders", "imposed", agents, ["Mali"]),
    ("The ban imposed by Mali hurts traders", "imposed", patients, ["ban"]),
    ("The ban imposed by Mali hurts traders", "hurts", patients, ["traders"]),
    ("Aden was shelled and looted", "looted", passive, True),
    ("Aden was shelled and looted", "looted", patients, ["Aden"]),
    ("Aden was shelled and looted", "looted", agents, []),
    ("Osman, the envoy, left Monday", "Osman", below("appos"), ["envoy"]),
    ("Osman, the envoy, left Monday", "left", subjects, ["Osman"]),
    ("Osman, the envoy, left Monday", "left", phrases, [("", "Monday")]),
    ("Diplomats said Sudan refused the offer", "said", below("ccomp"), ["refused"]),
    ("Diplomats said Sudan refused the offer", "refused", subjects, ["Sudan"]),
    ("Diplomats said Sudan refused the offer", "offer", upwards, ["refused", "said"]),
    ("Troops entered Kidal, killing guards", "killing", subjects, ["Troops"]),
    ("Troops entered Kidal, killing guards", "killing", passive, False),
    ("Troops entered Kidal, killing guards", "killing", patients, ["guards"]),
]


def test_every_sentence_is_asked_about() -> None:
    assert {case[0] for case in CASES} == set(TABLES)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(
    ("sentence", "word", "question", "answer"), CASES, ids=[f"{c[2].__name__}-{c[1]}-{c[0][:24]}" for c in CASES]
)
def test_both_schemes_give_the_same_answer(
    sentence: str, word: str, question: Question, answer: object, scheme: str
) -> None:
    doc = document(TABLES[sentence], scheme)
    assert is_clear(doc) == (scheme == "clear")
    token = next(t for t in doc if t.text == word)
    assert question(View(doc), token) == answer


@pytest.mark.parametrize("sentence", TABLES)
def test_the_paths_told_to_a_user_do_not_depend_on_the_scheme(sentence: str) -> None:
    told = []
    for scheme in SCHEMES:
        view = View(document(TABLES[sentence], scheme))
        verbs = [t for t in view.doc if t.pos_ == "VERB"]
        told.append([[(f.token.text, f.path) for f in view.agents(v) + view.patients(v)] for v in verbs])
    assert told[0] == told[1]
    assert any(path for found in told[0] for _, path in found)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("sentence", TABLES)
def test_the_view_is_a_tree(sentence: str, scheme: str) -> None:
    """Every token hangs on one head at most and the way up ends; collapsed prepositions are no longer in it."""
    view = View(document(TABLES[sentence], scheme))
    for token in view.doc:
        above = list(view.ancestors(token))
        assert token not in above
        assert len({t.i for t in above}) == len(above)
        assert token in view.subtree(token)
        assert all(token in view.subtree(t) for t in above)
    children = [e.child for token in view.doc for e in view.edges(token)]
    assert len(children) == len(set(children))


def test_a_long_coordination_is_followed_to_its_end() -> None:
    rows = ["N0 N0 PROPN NNP nsubj 201 nsubj 201"]
    rows += [f"N{i} N{i} PROPN NNP conj {i} conj {i}" for i in range(1, 200)]
    rows.append("met meet VERB VBD ROOT 0 ROOT 0")
    for scheme in SCHEMES:
        doc = document("\n".join(rows), scheme)
        assert words(View(doc).subjects(doc[200])) == [f"N{i}" for i in range(200)]
