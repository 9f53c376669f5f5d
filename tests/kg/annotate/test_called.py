"""Descriptions that the rest of an article tells whom they mean: one entity with the name, or none."""

from __future__ import annotations

import pytest

from kg.annotate import Reader
from kg.model import Article

ONE = [
    # paragraphs, and words of mentions that are one entity
    ("The U.N. mission condemned it.\n\nMINUSCA troops fled, and MINUSCA said so.", {"U.N. mission", "MINUSCA"}),
    (
        "Britain wants to keep the 9,000-strong force, known as UNMISS.\n\nThe UN mission was attacked.",
        {"9,000-strong force", "UNMISS", "UN mission"},
    ),
    ("UNIFIL condemned the raid.\n\nThe peacekeeping force lost two men.", {"UNIFIL", "peacekeeping force"}),
    ("The NATO-led KFOR mission sent troops to Mitrovica. Serbia warned KFOR.", {"KFOR mission", "KFOR"}),
    ("ECOWAS suspended Togo.\n\nThe 15-nation bloc closed its borders.", {"ECOWAS", "15-nation bloc"}),
    ("The European Union warned Belarus.\n\nThe regional group may act.", {"European Union", "regional group"}),
    ("The army killed ten rebels.\n\nAmnesty accused the Nigerian army of torture.", {"army", "Nigerian army"}),
    ("Both sides blamed the other.\n\nThe two sides will meet in Oslo.", {"Both sides", "two sides"}),
    ("Mali warned France.\n\nIt accused the former colonial power of spying.", {"France", "former colonial power"}),
    (
        "Gunmen killed the governor of Kandahar province on Friday.\n\nGovernor Abdul Lindak was 40.",
        {"governor", "Abdul Lindak"},
    ),
    (
        "Soldiers overthrew the president of Gambia on Friday.\n\nPresident Adama Lindo fled to Senegal.",
        {"president", "Adama Lindo"},
    ),
    ("General Karim Haidari was arrested.\n\nThe retired general denied it.", {"Karim Haidari", "retired general"}),
    (
        "The Lindar National Front won.\n\nProtesters attacked the Lindar party in Oslo.",
        {"Lindar National Front", "Lindar party"},
    ),
    (
        "Ministers discussed a giant dam on Monday.\n\nMali says the Grand Lind Dam was attacked.",
        {"giant dam", "Grand Lind Dam"},
    ),
]
TWO = [
    # paragraphs, and words of mentions that are two entities
    ("The Syrian army shelled Aleppo.\n\nThe Turkish army attacked Hama.", {"Syrian army", "Turkish army"}),
    ("UNMISS condemned the raid.\n\nThe African Union mission was attacked.", {"UNMISS", "African Union mission"}),
    ("The UN condemned it.\n\nThe regional bloc attacked Mali.", {"UN", "regional bloc"}),
    (
        "Soldiers overthrew the president of Mali.\n\nTogolese President Adama Lindo condemned it.",
        {"president", "Adama Lindo"},
    ),
    ("France and Britain met.\n\nMali accused the former colonial power of it.", {"France", "former colonial power"}),
    ("Mali accused the former president.\n\nPresident Adama Lindo denied it.", {"former president", "Adama Lindo"}),
]


def groups(reader: Reader, text: str) -> list[set[str]]:
    document = reader.read(Article("a", text, "2018-10-10"))
    return [{m.span.of(text) for m in e.mentions} for e in document.entities]


@pytest.mark.parametrize(("text", "words"), ONE, ids=[sorted(w)[0] for _, w in ONE])
def test_a_description_is_the_one_whom_the_article_names(reader: Reader, text: str, words: set[str]) -> None:
    assert any(words <= group for group in groups(reader, text))


@pytest.mark.parametrize(("text", "words"), TWO, ids=[sorted(w)[0] for _, w in TWO])
def test_a_description_of_another_is_not_joined(reader: Reader, text: str, words: set[str]) -> None:
    assert not any(words <= group for group in groups(reader, text))
    assert any(group & words for group in groups(reader, text))
