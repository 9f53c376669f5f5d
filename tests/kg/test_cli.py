"""The command as a user meets it: what it prints where, and its exit codes."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from kg import cli
from kg.config import NAMES
from tests.places import EXAMPLE
from tests.web import Asked, Reply, Web

DRAGOMAN = Path(sys.executable).with_name("dragoman")
STORY = "The defence minister of Norway met the foreign minister of Sweden in Geneva on Monday. He praised the talks.\n"
COUNT = "SELECT (COUNT(?a) AS ?articles) { ?a a dm:Article }"
ROWS = {"head": {"vars": ["who", "n"]}, "results": {"bindings": [
    {"who": {"type": "uri", "value": "https://w3id.org/dragoman/ontology#Event"},
     "n": {"type": "literal", "value": "3"}},
    {"who": {"type": "literal", "value": "a, \x1b[31m\"b\""}},
]}}  # fmt: skip
RESULTS = {"Content-Type": "application/sparql-results+json"}


class Done:
    """What a run of the command left."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


def dragoman(*arguments: object, stdin: bytes = b"", cwd: Path | None = None, **environ: str) -> Done:
    """The installed command, in a process of its own."""
    done = subprocess.run(
        [DRAGOMAN, *map(str, arguments)],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        env={**os.environ, **environ},
        timeout=300,
        check=False,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


Run = Callable[..., Done]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command in this process, which is quicker, in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object) -> Done:
        code = cli.run([str(argument) for argument in arguments])
        seen = capsys.readouterr()
        return Done(code, seen.out, seen.err)

    return run


# settings, usage, errors


def test_config_names_every_setting_with_its_origin(tmp_path: Path) -> None:
    (tmp_path / "dragoman.toml").write_text("query_rows = 7")
    done = dragoman("--set", "port=9000", "config", "--format", "json", cwd=tmp_path, DRAGOMAN_HOST="0.0.0.0")
    found = json.loads(done.out)
    assert set(found) == set(NAMES)
    assert found["port"] == {"value": 9000, "origin": "--port"}
    assert found["host"] == {"value": "0.0.0.0", "origin": "DRAGOMAN_HOST"}
    assert found["query_rows"]["origin"].endswith("dragoman.toml")
    assert found["query_seconds"] == {"value": 20.0, "origin": "default"}
    table = dragoman("config", cwd=tmp_path).out.splitlines()
    assert [line.split()[0] for line in table] == list(NAMES)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--set", "prot=1", "config"], 2, "Did you mean port?"),
        (["--set", "port", "config"], 2, "NAME=VALUE"),
        (["--config", "nowhere.toml", "config"], 2, "no settings file"),
        (["bild"], 2, "No such command"),
        (["build"], 2, "ARTICLE"),
        (["build", "a.txt", "--published", "2016-13-40"], 2, "YYYY-MM-DD"),
        (["build", "a.txt", "--url", "example.org"], 2, "https://"),
        (["build", "a.txt", "--publish-text", "all"], 2, "quote"),
        (["query"], 2, "There is no query"),
        (["query", "nowhere.rq"], 2, "nowhere.rq cannot be read"),
        (["query", "."], 2, "there is no query"),
        (["query", "a", "b", "-e", "ASK {}"], 2, "too many"),
        (["query", "-e", " "], 2, "empty"),
        (["query", "-e", "ASK {}"], 1, "dragoman build"),
        (["query", ".", "-e", "ASK {}"], 1, "There is no release"),
        (["query", "--endpoint", "ftp://e.org/", "-e", "ASK {}"], 2, "not a web address"),
        (["check", "nowhere"], 1, "There is no folder"),
        (["releases", "."], 1, "There is no release"),
        (["rollback", ".", "x"], 1, "There is no release x"),
        (["serve", "nowhere"], 1, "There is no release"),
    ],
)
def test_a_failure_is_one_message_and_an_exit_code(here: Run, arguments: list[str], code: int, said: str) -> None:
    done = here(*arguments)
    assert (done.code, done.out) == (code, "")
    assert said in done.err
    assert "Traceback" not in done.err


def test_a_defect_is_told_without_a_traceback_unless_asked(here: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.config.load", lambda *_, **__: 1 / 0)
    done = here("config")
    assert done.code == 1
    assert "ZeroDivisionError" in done.err
    assert "DRAGOMAN_DEBUG=1" in done.err
    monkeypatch.setenv("DRAGOMAN_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        here("config")


def test_help_names_all_commands_and_loads_nothing_heavy() -> None:
    done = dragoman("--help")
    assert [line.split()[0] for line in done.out.partition("Commands:\n")[2].splitlines()] == list(cli.COMMANDS)
    program = (
        "import sys; from kg import cli; cli.run(['--help']); print({'spacy', 'rdflib', 'flask'} & set(sys.modules))"
    )
    out = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert out.splitlines()[-1] == "set()"


# build, check, releases


def test_build_tells_the_release_and_is_repeatable(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    done = dragoman("build", "a.txt", "--out", "one", "--published", "2016-05-16", "--source", "Test", cwd=tmp_path)
    assert done.code == 0, done.err
    first = tmp_path / done.out.strip()
    assert first.is_dir()
    assert first.resolve() == (tmp_path / "one" / "current").resolve()
    again = dragoman("build", "-", "--out", "two", "--published", "2016-05-16", "--source", "Test",
                     stdin=STORY.encode(), cwd=tmp_path)  # fmt: skip
    assert again.code == 0, again.err
    graph = "graph.nt"
    assert "2016-05-16" in (first / graph).read_text()
    assert (tmp_path / again.out.strip() / "events.csv").read_bytes() == (first / "events.csv").read_bytes()


def test_one_bad_file_of_a_folder_is_named_and_exit_code_says_so(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(STORY)
    (tmp_path / "in" / "b.txt").write_bytes(b"\x00\x01" * 500)
    done = dragoman("build", "in", "--out", "out", cwd=tmp_path)
    assert done.code == 4, done.err
    assert "in/b.txt is binary data" in done.err
    assert "in/a.txt has no date" in done.err
    listed = [json.loads(line) for line in (tmp_path / "out/current/issues.jsonl").read_text().splitlines()]
    assert {(x["severity"], x["where"]) for x in listed} == {("error", "in/b.txt"), ("warning", "in/a.txt")}


def test_nothing_readable_publishes_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(" \n")
    done = dragoman("build", "a.txt", "gone.txt", "--out", "out", cwd=tmp_path)
    assert done.code == 2
    assert "a.txt is empty" in done.err
    assert "no file or folder gone.txt" in done.err
    assert not (tmp_path / "out" / "current").exists()


def test_check_is_content_with_the_example_and_names_damage(example_release: Path, tmp_path: Path, here: Run) -> None:
    fine = here("check", example_release)
    assert (fine.code, fine.out) == (0, ""), fine.out
    broken = tmp_path / "broken"
    broken.mkdir()
    for file in example_release.iterdir():
        if file.is_file():
            (broken / file.name).write_bytes(file.read_bytes())
    lines = (broken / "dataset.nq").read_text().splitlines(keepends=True)
    dropped = next(i for i, line in enumerate(lines) if "ontology#claimedIn>" in line)
    node = lines[dropped].split(" ")[0].strip("<>")
    (broken / "dataset.nq").write_text("".join(lines[:dropped] + lines[dropped + 1 :]))
    done = here("check", broken)
    assert done.code == 3
    assert "dataset.nq is not what the manifest says" in done.out.casefold()
    assert any(line.split("  ")[1] == node for line in done.out.splitlines())


def test_releases_and_rollback(tmp_path: Path, here: Run) -> None:
    ids = []
    for number in (1, 2):
        (tmp_path / "a.txt").write_text(STORY * number)
        ids.append(Path(here("build", "a.txt", "--out", "out").out.strip()).name)
    listed = here("releases", "out").out.splitlines()
    assert [line.split()[:2] for line in listed] == [[ids[0], listed[0].split()[1]], ["*", ids[1]]]
    assert here("rollback", "out", ids[0]).code == 0
    assert here("releases", "out").out.startswith(f"* {ids[0]}")


# query


def test_query_a_release_in_every_format(example_out: Path, example_release: Path, here: Run) -> None:
    table = here("query", example_out, "-e", COUNT)
    assert table.code == 0, table.err
    assert [line.split() for line in table.out.splitlines()] == [["articles"], ["1"], ["(1", "row)"]]
    assert here("query", example_release, "-e", COUNT, "--format", "csv").out == "articles\r\n1\r\n"
    body = json.loads(here("query", example_out, "-e", COUNT, "--format", "json").out)
    assert body["results"]["bindings"][0]["articles"]["value"] == "1"
    assert here("query", example_out, "-e", "ASK { ?s a dm:Article }").out == "true\n"
    graph = here("query", example_out, "-e", "CONSTRUCT { ?a dct:title ?t } { ?a dct:title ?t . ?a a dm:Article }")
    assert "Powers meet in Vienna" in graph.out


def test_query_searches_text(example_out: Path, here: Run) -> None:
    block = 'SERVICE <https://w3id.org/dragoman/search> { ?e search:query "defensive line" ; search:kind "event" }'
    found = here("query", example_out, "-e", f"SELECT ?l {{ {block} ?e rdfs:label ?l }}", "--format", "csv")
    assert found.out == "l\r\nbuilt: Islamic State\r\n"
    wrong = here("query", example_out, "-e", f"SELECT * {{ {block.replace('search:kind', 'search:k')} }}")
    assert wrong.code == 2
    assert "search:query" in wrong.err


def test_query_from_a_file_and_from_standard_input(example_out: Path, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text("PREFIX dm: <https://w3id.org/dragoman/ontology#>\n" + COUNT)
    assert "1" in dragoman("query", example_out, tmp_path / "q.rq").out
    assert dragoman("query", example_out, "-", "--format", "csv", stdin=COUNT.encode()).out == "articles\r\n1\r\n"


@pytest.mark.parametrize(
    ("query", "code", "said"),
    [
        ("SELECT * { ?s ?p }", 2, "syntax error"),
        ("DELETE WHERE { ?s ?p ?o }", 2, "an update"),
        ("SELECT * { SERVICE <http://e.org/> { ?s ?p ?o } }", 2, "SERVICE"),
        (
            "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(STR(?c) > STR(?l)) } ORDER BY ?c",
            1,
            "query_seconds",
        ),
    ],
)
def test_query_that_is_wrong_or_endless(example_out: Path, here: Run, query: str, code: int, said: str) -> None:
    done = here("--set", "query_seconds=1", "query", example_out, "-e", query)
    assert (done.code, done.out) == (code, "")
    assert said in done.err


def test_query_says_when_the_answer_was_cut(example_out: Path, here: Run) -> None:
    done = here("--set", "query_rows=2", "query", example_out, "-e", "SELECT ?s { ?s ?p ?o }")
    assert done.out.endswith("(2 rows)\n")
    assert "query_rows" in done.err


def test_query_form_and_format_must_fit(example_out: Path, here: Run) -> None:
    assert "--format ttl" in here("query", example_out, "-e", "DESCRIBE dm:Event", "--format", "csv").err
    assert "CONSTRUCT" in here("query", example_out, "-e", COUNT, "--format", "ttl").err


# query over HTTP


def test_endpoint_is_asked_and_its_rows_are_shown(web: Web, here: Run) -> None:
    web.answer = lambda asked: Reply(200, RESULTS, json.dumps(ROWS).encode())
    table = here("query", "--endpoint", f"{web.url}/sparql", "-e", "SELECT ?who ?n {}")
    assert table.code == 0, table.err
    assert "dm:Event" in table.out
    assert "\x1b" not in table.out
    text = here("query", "--endpoint", f"{web.url}/sparql", "-e", "SELECT ?who ?n {}", "--format", "csv").out
    rows = list(csv.reader(text.splitlines()))
    assert rows[1] == ["https://w3id.org/dragoman/ontology#Event", "3"]
    assert rows[2][1] == ""
    assert web.asked[0].path.startswith("/sparql?")
    assert "sparql-results+json" in web.asked[0].headers["Accept"]


def test_long_query_is_posted(web: Web, here: Run) -> None:
    web.answer = lambda asked: Reply(200, RESULTS, b'{"head": {}, "boolean": false}')
    done = here("query", "--endpoint", web.url, "-e", "ASK {} #" + "x" * 3000)
    assert (done.out, web.asked[0].method) == ("false\n", "POST")
    assert b"query=ASK" in web.asked[0].body


def test_graph_of_an_endpoint_is_turtle(web: Web, here: Run) -> None:
    web.answer = lambda asked: Reply(200, {"Content-Type": "text/turtle"}, b"<urn:a> <urn:b> <urn:c> .\n")
    assert here("query", "--endpoint", web.url, "-e", "DESCRIBE <urn:a>").out == "<urn:a> <urn:b> <urn:c> .\n"


@pytest.mark.parametrize(
    ("reply", "code", "said"),
    [
        (Reply(400, {}, b'{"detail": "Variable ?x is odd."}'), 2, "Variable ?x is odd."),
        (Reply(404), 1, "no endpoint"),
        (Reply(500, {}, b"<html><script>no</script><p>Stack <b>overflow</b></p></html>"), 1, "Stack overflow"),
        (Reply(503, {}, b"The query took longer than 20 s."), 1, "longer than 20 s"),
        (Reply(401), 1, "refused"),
        (Reply(200, {"Content-Type": "text/html"}, b"<html>Query form</html>"), 1, "not of its page"),
        (Reply(200, RESULTS, b'{"head": '), 1, "not SPARQL results"),
        (Reply(200, RESULTS, b'{"x": 1}'), 1, "not SPARQL results"),
        (Reply(200, RESULTS, b"x" * 3000), 1, "larger than"),
    ],
)
def test_endpoint_that_fails_is_no_empty_answer(web: Web, here: Run, reply: Reply, code: int, said: str) -> None:
    web.answer = lambda asked: reply
    done = here("--set", "query_bytes=2000", "query", "--endpoint", web.url, "-e", "SELECT ?x {}")
    assert (done.code, done.out) == (code, "")
    assert said in done.err
    assert len(web.asked) == 1


def test_busy_endpoint_is_asked_again(web: Web, here: Run) -> None:
    def answer(asked: Asked) -> Reply:
        if len(web.asked) < 3:
            return Reply(429 if len(web.asked) == 1 else 503, {"Retry-After": "0"})
        return Reply(200, RESULTS, b'{"head": {}, "boolean": true}')

    web.answer = answer
    assert here("query", "--endpoint", web.url, "-e", "ASK {}").out == "true\n"


def test_endpoint_out_of_reach_or_too_slow(web: Web, here: Run) -> None:
    done = here("--set", "http_retries=0", "query", "--endpoint", "http://127.0.0.1:9/", "-e", "ASK {}")
    assert (done.code, "cannot be reached" in done.err) == (1, True)

    def slow(asked: Asked) -> Reply:
        time.sleep(2)
        return Reply(200, RESULTS, b'{"head": {}, "boolean": true}')

    web.answer = slow
    done = here("--set", "http_seconds=0.5", "query", "--endpoint", web.url, "-e", "ASK {}")
    assert (done.code, "did not answer within 0.5 s" in done.err) == (1, True)


# records


def test_records_stream_and_bad_lines_cost_only_themselves() -> None:
    lines = [
        json.dumps({"id": "a", "published": "2016-05-16", "text": STORY}),
        "not json",
        json.dumps({"id": "b", "published": "16 May", "text": STORY}),
        json.dumps({"id": "c", "published": None, "text": ""}),
        json.dumps({"id": "d"}),
        json.dumps({"id": "e", "text": "Half \ud83d a\u2028line, \x00 and more. Norway attacked Sweden."}),
    ]
    done = dragoman("records", stdin="\n".join(lines).encode())
    assert done.code == 0, done.err
    records = [json.loads(line) for line in done.out.splitlines()]
    found = {record["article"]["id"]: record for record in records}
    assert len(records) == 6
    assert ["error" in found[key] for key in ("a", None, "b", "c", "d", "e")] == [False, True, True, False, True, False]
    assert "line 2 is not JSON" in found[None]["error"]
    first = found["a"]
    assert first["article"]["published"] == "2016-05-16"
    names = {entity["id"]: entity for entity in first["entities"]}
    assert {"Norway", "Geneva"} <= {entity["name"] for entity in names.values()}
    for entity in names.values():
        assert all(0 <= m["start"] < m["end"] <= len(STORY) for m in entity["mentions"])
    (meeting,) = [e for e in first["events"] if STORY[e["trigger"]["start"] : e["trigger"]["end"]] == "met"]
    assert meeting["plover"] == "CONSULT"
    assert meeting["time"]["start"] == "2016-05-16"


def test_records_answer_line_by_line_and_stop_when_nobody_reads() -> None:
    line = json.dumps({"id": "a", "text": STORY}).encode() + b"\n"
    process = subprocess.Popen(
        [DRAGOMAN, "records"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdin and process.stdout and process.stderr
    with process:
        for _ in range(2):  # the second question is asked only after the first answer
            process.stdin.write(line)
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["article"]["id"] == "a"
        process.stdout.close()
        try:
            for _ in range(50):
                process.stdin.write(line)
            process.stdin.close()
        except BrokenPipeError:
            pass
        said = process.stderr.read().decode()
        process.wait(60)
    assert process.returncode == 141
    assert said == ""


# serve


def test_serve_answers_over_http_and_ends_on_a_signal(example_out: Path) -> None:
    process = subprocess.Popen(
        [DRAGOMAN, "serve", str(example_out), "--port", "0", "--no-log"], stderr=subprocess.PIPE, text=True
    )
    assert process.stderr
    try:
        said = process.stderr.readline()
        url = next(word for word in said.split() if word.startswith("http://"))
        question = f"{url}/sparql?query=ASK%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D&format=json"
        with urllib.request.urlopen(question, timeout=30) as answer:
            assert json.load(answer)["boolean"] is True
        asked = dragoman("query", "--endpoint", f"{url}/sparql", "-e", COUNT, "--format", "csv")
        assert asked.out == "articles\r\n1\r\n", asked.err
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)
        process.stderr.close()


def test_serve_says_when_the_port_is_taken(web: Web, example_out: Path, here: Run) -> None:
    done = here("serve", example_out, "--port", web.url.rpartition(":")[2])
    assert done.code == 2
    assert "--port" in done.err


def test_example_file_is_where_the_readme_says() -> None:
    assert EXAMPLE.is_file()
