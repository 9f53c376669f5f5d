"""Bytes -> text, or a message that says why not. A wrong guess would shift or spoil every quote, so guesses are few."""

from __future__ import annotations

import codecs
import re

from kg.errors import InputError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x7fELF", "a program"),
)
_META = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
# Only encodings that pages really declare: Python's list also holds things such as punycode and unicode_escape.
_DECLARABLE = re.compile(
    r"(utf|iso-?8859|windows-?125|cp125|latin|us-ascii|ascii|gb|big5|euc|shift|koi8|macintosh)", re.I
)
_LATIN_1 = frozenset({"iso-8859-1", "iso8859-1", "latin1", "latin-1", "us-ascii", "ascii"})
_SAVE = "Save it as UTF-8."


def declared_charset(data: bytes) -> str | None:
    """The charset that the head of an HTML page declares, if any."""
    found = _META.search(data[:4096])
    return found.group(1).decode("ascii") if found else None


def decode(data: bytes, label: str, declared: str | None = None) -> str:
    """The text of ``data`` without its byte order mark.

    In turn: the byte order mark, UTF-8, the ``declared`` charset, Windows-1252 where it is beyond doubt. Raises
    InputError for binary data and for text in an encoding that cannot be told.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _strictly(data, name, label).removeprefix("\ufeff")
    _refuse_binary(data, label)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as problem:
        where = problem.start
    if declared and _DECLARABLE.match(declared):
        # What calls itself Latin-1 on the web is Windows-1252: so every browser reads it.
        return _strictly(data, "cp1252" if declared.lower() in _LATIN_1 else declared, label)
    if _surely_western(data):
        return data.decode("cp1252")
    raise InputError(
        f"{label} is neither UTF-8 (byte {where + 1} breaks it) nor in another encoding that could be told.", _SAVE
    )


def _strictly(data: bytes, encoding: str, label: str) -> str:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError) as problem:
        raise InputError(f"{label} says that it is {encoding} but it is not: {problem}.", _SAVE) from None


def _refuse_binary(data: bytes, label: str) -> None:
    head = data[:4096]
    for magic, what in _MAGIC:
        if head.startswith(magic):
            raise InputError(f"{label} is {what}, not text.", "Save the article as plain text or HTML.")
    if b"\0" in data:
        if _bare_utf16(head):
            raise InputError(f"{label} looks like UTF-16 without a byte order mark.", _SAVE)
        raise InputError(f"{label} is binary data, not text.", "Save the article as plain text or HTML.")
    controls = sum(byte < 32 and byte not in b"\t\n\r\f\v\x1b" for byte in head)
    if controls > len(head) / 50:
        raise InputError(f"{label} is binary data, not text.", "Save the article as plain text or HTML.")


def _bare_utf16(head: bytes) -> bool:
    """Is every other byte zero, and the rest plain letters?"""
    return any(
        head[zeros::2].count(0) > len(head) * 0.45
        and sum(32 <= b < 127 for b in head[1 - zeros :: 2]) > len(head) * 0.4
        for zeros in (0, 1)
    )


def _surely_western(data: bytes) -> bool:
    """Is it Windows-1252 beyond doubt: mostly ASCII, decodes, and reads like text rather than like broken UTF-8?"""
    from charset_normalizer import from_bytes  # noqa: PLC0415 - rarely needed

    rare = bytes(byte for byte in data if byte > 127)
    if len(rare) > len(data) / 10 or re.search(rb"[\xc2-\xdf][\x80-\xbf]|[\xe2\xe3][\x80-\xbf]{2}", data):
        return False
    best = from_bytes(data, cp_isolation=["cp1252"]).best()
    return best is not None and best.percent_chaos < 10


_CONTROLS = {code: " " for code in (*range(32), *range(127, 160)) if chr(code) not in "\t\n\r"}
_UNWRITABLE = _CONTROLS | dict.fromkeys((*range(0xD800, 0xE000), 0xFFFE, 0xFFFF), "\ufffd")


def legible(text: str) -> str:
    """The same text, character for character, without what no RDF format can carry (controls, lone surrogates)."""
    return text.translate(_UNWRITABLE)
