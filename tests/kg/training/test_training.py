"""The shipped pipeline: what it promises, and floors of its scores where the treebank is at hand."""

import os
import random
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

import kg.lemmas
from kg.training import corpora, heldout, score, tokens, wordlists
from kg.training.folds import split

ROOT = Path(__file__).parents[3]
PIPELINE = ROOT / "kg" / "pipeline"
TREEBANK = Path(os.environ.get("DRAGOMAN_SHARED", ROOT.parent / "shared")) / "treebank"
needs_treebank = pytest.mark.skipif(
    not TREEBANK.is_dir(), reason=f"no treebank in {TREEBANK}: set DRAGOMAN_SHARED to the folder that holds it"
)
LIMIT = 25_000_000
TEXT = (
    "Sudan's president, Omar al-Bashir, met the pro-Russian envoys in Khartoum on Wed. — they didn’t sign the "
    "U.N.-backed deal (see Article 8). Two soldiers were killed by gunmen near Mosul."
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    """The pipeline, loaded once."""
    return score.load(PIPELINE)


@pytest.fixture(scope="module")
def doc(nlp: Language) -> Doc:
    """A short news text of our own, parsed."""
    return nlp(TEXT)


def test_components_and_labels(nlp: Language) -> None:
    assert nlp.pipe_names == ["tok2vec", "tagger", "morphologizer", "dragoman_lemmas", "parser", "ner"]
    assert set(nlp.get_pipe("ner").labels) == {"PERSON", "ORG", "LOC", "NORP", "EVENT"}  # type: ignore[attr-defined]
    assert {"nsubj", "nsubj:pass", "obj", "obl", "acl:relcl"} <= set(nlp.get_pipe("parser").labels)  # type: ignore[attr-defined]


def test_small_enough_to_ship() -> None:
    assert score.size(PIPELINE) < LIMIT


def test_offsets_refer_to_the_text(doc: Doc) -> None:
    assert doc.text == TEXT
    assert all(TEXT[t.idx : t.idx + len(t)] == t.text for t in doc)
    assert all(TEXT[e.start_char : e.end_char] == e.text for e in doc.ents)


def test_tokens_as_in_the_treebank(doc: Doc) -> None:
    words = [t.text for t in doc]
    for run in (["al", "-", "Bashir"], ["pro", "-", "Russian"], ["Wed.", "—"], ["did", "n’t"], ["U.N.", "-", "backed"]):
        assert any(words[i : i + len(run)] == run for i in range(len(words))), run
    assert words[words.index("Article") :][:3] == ["Article", "8", ")"]


def test_parses_voice_and_roles(doc: Doc) -> None:
    roles = {(t.text, t.dep_, t.head.text) for t in doc}
    assert ("soldiers", "nsubj:pass", "killed") in roles
    assert ("president", "nsubj", "met") in roles
    assert ("envoys", "obj", "met") in roles
    assert len(list(doc.sents)) == 2


def test_tags_and_lemmas(doc: Doc) -> None:
    by_text = {t.text: t for t in doc}
    assert (by_text["met"].tag_, by_text["met"].pos_, by_text["met"].lemma_) == ("VBD", "VERB", "meet")
    assert by_text["soldiers"].lemma_ == "soldier"
    assert by_text["were"].lemma_ == "be"


def test_finds_names(doc: Doc) -> None:
    found = {(e.text, e.label_) for e in doc.ents}
    assert {("Sudan", "LOC"), ("Khartoum", "LOC"), ("Mosul", "LOC")} <= found
    assert ("Omar al-Bashir", "PERSON") in found


@pytest.mark.parametrize("text", ["", " ", "\n\n", "!!!", "TRIPOLI", "a" * 5_000, "{France\u00a0said \u200b«no»"])
def test_odd_texts_keep_their_length(nlp: Language, text: str) -> None:
    assert nlp(text).text == text


@pytest.mark.parametrize(
    ("form", "pos", "tag", "lemma"),
    [
        ("attacked", "VERB", "VBD", "attack"),
        ("fled", "VERB", "VBD", "flee"),
        ("Talks", "NOUN", "NNS", "talk"),
        ("’s", "AUX", "VBZ", "be"),
        ("n't", "PART", "RB", "not"),
        ("Libyan", "ADJ", "JJ", "Libyan"),
        ("worst", "ADJ", "JJS", "bad"),
        ("Syrians", "PROPN", "NNPS", "Syrian"),
        ("Athens", "PROPN", "NNP", "Athens"),
        ("them", "PRON", "PRP", "they"),
    ],
)
def test_lemma_of(form: str, pos: str, tag: str, lemma: str) -> None:
    assert kg.lemmas.lemma_of(form, pos, tag) == lemma


def test_held_out_texts_are_kept_from_training() -> None:
    blank = spacy.blank("en")
    known = blank("one two three four five six seven eight nine ten eleven twelve")
    other = blank("a text that shares nothing at all with the one that is held out")
    assert heldout.clean([known, other], frozenset(heldout.grams(known))) == [other]
    assert heldout.clean([known], frozenset()) == [known]


def test_folds_share_no_text_and_hold_all() -> None:
    docs = [spacy.blank("en")(f"text {i}") for i in range(7)]
    folds = [split(docs, fold, 3) for fold in range(3)]
    assert sorted(d.text for _, unseen in folds for d in unseen) == [d.text for d in docs]
    assert all(not {id(d) for d in seen} & {id(d) for d in unseen} for seen, unseen in folds)
    assert all(len(seen) + len(unseen) == len(docs) for seen, unseen in folds)


@pytest.mark.parametrize(("fold", "of"), [(3, 3), (-1, 3), (0, 1)])
def test_a_fold_that_there_is_not(fold: int, of: int) -> None:
    with pytest.raises(ValueError, match=f"fold {fold} of {of}"):
        split([], fold, of)


def test_swapped_names_keep_labels_and_repeat() -> None:
    blank = spacy.blank("en")
    text = blank("Maria Rossi left Oslo . Rossi smiled .")
    text.ents = [Span(text, 0, 2, "PERSON"), Span(text, 3, 4, "LOC"), Span(text, 5, 6, "PERSON")]
    pools = (["Leila"], ["Haddad", "Okafor"], ["Oslo", "Hong Kong"])
    new = corpora.swap_names(text, pools, random.Random(1))
    first, place, again = new.ents
    assert [e.label_ for e in new.ents] == ["PERSON", "LOC", "PERSON"]
    assert first.text.split() == ["Leila", again.text]
    assert place.text in ("Oslo", "Hong Kong")


def test_customised_tokenizer_joins_runs_and_prefixes() -> None:
    blank = spacy.blank("en")
    tokens.customise(blank)
    assert [t.text for t in blank("anti-government, $3bn ____ Lt. Gen. X?!")] == (
        ["anti-government", ",", "$", "3", "bn", "____", "Lt.", "Gen.", "X", "?!"]
    )


def test_words_of_names() -> None:
    assert wordlists.words("Bosnia and Herzegovina") == ["Bosnia", "Herzegovina"]
    assert wordlists.romanise("Лавров") == "Lavrov"
    assert wordlists.plain("Erdoğan") == "Erdogan"


@needs_treebank
@pytest.mark.parametrize(("file", "uas", "las"), [("ewt_test", 0.79, 0.75), ("pud_news", 0.83, 0.79)])
def test_floor_of_syntax(nlp: Language, file: str, uas: float, las: float) -> None:
    scores = score.evaluate(nlp, score.texts(nlp, TREEBANK / f"{file}.spacy", sample=60))
    assert scores["dep_uas"] > uas
    assert scores["dep_las"] > las
    assert scores["tag_acc"] > 0.91


@needs_treebank
@pytest.mark.parametrize(("file", "floor"), [("ner_gumnews_devtest", 0.64), ("ner_gumok_test", 0.62)])
def test_floor_of_names(nlp: Language, file: str, floor: float) -> None:
    scores = score.evaluate(nlp, score.texts(nlp, TREEBANK / f"{file}.spacy", sample=60))
    assert scores["ents_f"] > floor
