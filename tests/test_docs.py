"""The documentation is held to the program: commands parse, answers are what is really answered, tables are complete.

``DRAGOMAN_UPDATE=1 python -m pytest tests/test_docs.py`` writes what is the program's own word.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import tomllib
from dataclasses import fields
from pathlib import Path

import click
import pytest
from rdflib import Graph

from kg import cli, config, errors
from kg.answers import write
from kg.commands.query import declared, local
from server.prefixes import PREFIXES, short
from tests.places import ROOT

README = ROOT / "README.md"
UPDATE = bool(os.environ.get("DRAGOMAN_UPDATE"))
FENCE = r"```{}\n(.*?)\n```"
EVENT = """
CONSTRUCT {{
  ?event a dm:{0} ; rdfs:label ?label ; dm:status ?status ; dm:ploverType ?plover ; dm:hasActor ?actor ;
         dm:hasRecipient ?recipient ; dm:tookPlaceAt ?place ; dm:hasTime ?time ; dm:hasClaim ?claim .
  ?time dm:earliest ?earliest ; dm:latest ?latest ; dm:timeText ?text .
  ?claim dm:claimedIn ?article ; dm:passage ?passage ; dm:confidence ?confidence .
  ?passage dm:quote ?quote .
}} {{
  {{ SELECT (MIN(?one) AS ?event) {{ ?one a dm:{0} }} }}
  ?event rdfs:label ?label ; dm:status ?status ; dm:hasClaim ?claim .
  ?claim dm:claimedIn ?article ; dm:passage ?passage ; dm:confidence ?confidence .
  ?passage dm:quote ?quote .
  OPTIONAL {{ ?event dm:ploverType ?plover }}
  OPTIONAL {{ ?event dm:hasActor ?actor }}
  OPTIONAL {{ ?event dm:hasRecipient ?recipient }}
  OPTIONAL {{ ?event dm:tookPlaceAt ?place }}
  OPTIONAL {{ ?event dm:hasTime ?time . ?time dm:timeText ?text
              OPTIONAL {{ ?time dm:earliest ?earliest ; dm:latest ?latest }} }}
}}
"""


def readme() -> str:
    return README.read_text(encoding="utf-8")


def block(language: str, after: str) -> str:
    """The first code block of a language after a marker."""
    text = readme()
    found = re.compile(FENCE.format(language), re.DOTALL).search(text, text.index(after))
    assert found, f"no {language} block after {after}"
    return found[1]


def put(old: str, new: str) -> None:
    README.write_text(readme().replace(old, new, 1), encoding="utf-8")


def commands() -> list[list[str]]:
    """Every command line that the README shows."""
    shown = "\n".join(re.findall(FENCE.format("console"), readme(), re.DOTALL))
    return [shlex.split(line.removeprefix("$ ")) for line in shown.splitlines() if line.startswith("$ ")]


def ask(query: str, out: Path, shape: str = "table") -> str:
    answer = local(out, declared(query, PREFIXES), config.Settings())
    return write(answer, shape, short, None).strip("\n")


def test_answer_in_the_readme_is_the_answer(example_out: Path) -> None:
    marker = "<!-- answer: table -->"
    shown, found = block("text", marker), ask(block("sparql", marker), example_out)
    assert "(0 rows)" not in found
    if UPDATE:
        put(shown, found)
    else:
        assert shown == found


def test_event_in_the_readme_is_in_the_graph(example_out: Path) -> None:
    shown = block("turtle", "<!-- event:")
    kind = re.search(r"<!-- event: (\w+) -->", readme())
    assert kind
    if UPDATE:
        graph = Graph()
        for prefix in ("dm", "dmc", "rdfs", "xsd"):
            graph.bind(prefix, PREFIXES[prefix])
        graph.parse(data=ask(EVENT.format(kind[1]), example_out, "ttl"), format="turtle")
        put(shown, graph.serialize(format="turtle").strip("\n"))
        return
    told = Graph().parse(data=shown, format="turtle")
    union = set(Graph().parse(example_out / "current" / "graph.nt", format="nt"))
    assert len(told) >= 8
    assert not set(told) - union


def test_commands_in_the_readme_are_commands() -> None:
    shown = commands()
    assert len(shown) >= 5
    for words in shown:
        if words[0] == "make":
            done = subprocess.run(["make", "-n", *words[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr
            continue
        assert words[0] == ".venv/bin/dragoman"
        arguments = words[1 : words.index("<") if "<" in words else None]
        context = click.Context(cli.dragoman)
        command = cli.dragoman.get_command(context, arguments[0])
        assert command, arguments[0]
        command.make_context(arguments[0], arguments[1:], parent=context)


def test_settings_in_the_readme_are_the_settings() -> None:
    text = readme()
    start = text.index("<!-- settings -->")
    shown = text[start : text.index("\n## ", start)]
    rows = [f"| `{f.name}` | {_default(f.default)} | {config.describe(f.name)} |" for f in fields(config.Settings)]
    table = "\n".join(["<!-- settings -->", "", "| setting | default | what it is |", "|---|---|---|", *rows, ""])
    if UPDATE:
        put(shown, table)
    else:
        assert shown.strip() == table.strip()


def _default(value: object) -> str:
    return f"`{value}`" if value != "" else ""


def test_figures_in_the_readme_are_those_of_the_gate() -> None:
    """Every figure that the gate pins is told, in its order, as it was measured."""
    text = readme()
    shown = text[text.index("| set | measure | value |") : text.index("The language pipeline's own scores")]
    rows = [line.strip("| ").split(" | ")[-2:] for line in shown.splitlines()[2:] if line.startswith("|")]
    told = [float(number) for _, values in rows for number in re.findall(r"[\d.]+", values)]
    quality = json.loads((ROOT / "kg" / "data" / "quality.json").read_text(encoding="utf-8"))
    pinned = [bounds["measured"][name] for bounds in quality.values() for name in bounds["at_least"]]
    assert told == pinned
    assert f"at {quality['plover']['measured']['events_per_sentence']} events a sentence" in text


def test_exit_codes_in_the_readme_are_the_exit_codes() -> None:
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", readme(), re.MULTILINE)}
    kinds = [x for x in vars(errors).values() if isinstance(x, type) and issubclass(x, errors.DragomanError)]
    assert {kind.default_exit_code for kind in kinds} | {0, errors.PARTIAL_EXIT, 130} == told


def test_links_in_the_documents_lead_to_files() -> None:
    for document in (README, ROOT / "LICENSES" / "README.md"):
        targets = re.findall(r"\]\(([^)#]+)\)", document.read_text(encoding="utf-8"))
        local = [target for target in targets if not target.startswith("http")]
        assert local
        assert [target for target in local if not (document.parent / target).exists()] == []


def test_pictures_of_the_readme_are_few_and_small() -> None:
    shown = set(re.findall(r"\]\(([^)]+\.png)\)", readme()))
    folder = ROOT / "tests" / "browser" / "screenshots"
    assert {"home-1180.png", "article-1180.png"} <= {Path(name).name for name in shown}
    assert len(list(folder.iterdir())) <= 8
    for name in shown:
        data = (ROOT / name).read_bytes()
        assert data.startswith(b"\x89PNG")
        assert len(data) < 150_000, name


def test_nothing_is_left_to_do() -> None:
    assert "TODO" not in readme()


def test_version_has_an_entry_in_the_changelog() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert f"## [{version}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_licence_is_the_apache_licence_in_full() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    headings = re.findall(r"^   (\d)\. ", text, re.MULTILINE)
    assert "Version 2.0, January 2004" in text
    assert headings == [str(number) for number in range(1, 10)]
    assert "END OF TERMS AND CONDITIONS" in text


WORDS = re.compile(r"[a-z0-9]+")


def test_example_shares_no_run_of_words_with_the_wire_story(shared: Path) -> None:
    def runs(text: str, length: int = 6) -> set[tuple[str, ...]]:
        words = WORDS.findall(text.lower())
        return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}

    story = shared / "truth" / "articles" / "vienna-2016.txt"
    if not story.is_file():
        pytest.skip(f"needs {story}")
    ours = runs((ROOT / "kg" / "example" / "vienna-2016.md").read_text(encoding="utf-8"))
    assert len(ours) > 300
    assert not ours & runs(story.read_text(encoding="utf-8"))
