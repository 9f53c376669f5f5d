"""Running the server for others: the proxy's site, the service and the image do what the text beside them says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kg.config import NAMES
from tests.places import ROOT
from tests.server.running import Client, free_port, serving, until

DEPLOY = ROOT / "server" / "deploy"


@contextmanager
def _nginx(folder: Path, unix: Path) -> Iterator[Client]:
    """nginx with the site that ships, but for its port and the place of the socket."""
    nginx = shutil.which("nginx") or "/usr/sbin/nginx"
    if not Path(nginx).exists():
        pytest.skip("needs nginx")
    port = free_port()
    site = (DEPLOY / "nginx.conf").read_text()
    site = site.replace("/run/dragoman/http.sock", str(unix)).replace("listen [::]:80;", "")
    (folder / "site.conf").write_text(site.replace("listen 80;", f"listen 127.0.0.1:{port};"))
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    user = "user root;" if os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user} pid {folder}/pid; daemon off; events {{}} "
        f"http {{ access_log off; {temporary} include {folder}/site.conf; }}"
    )
    command = [nginx, "-p", str(folder), "-e", str(folder / "errors"), "-c", str(folder / "nginx.conf")]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    client = Client(port)
    try:
        assert until(lambda: _answers(client)), (folder / "errors").read_text()
        yield client
    finally:
        process.terminate()
        process.wait(30)


def _answers(client: Client) -> bool:
    try:
        return client.get("/health").status == 200
    except OSError:
        return False


def test_behind_nginx(made: Path, tmp_path: Path) -> None:
    """What a visitor says of proxies counts for nothing; what the proxy says counts for all."""
    unix = tmp_path / "d.sock"
    with serving(made, socket=str(unix), proxies=1, client_rate=4), _nginx(tmp_path, unix) as site:
        lies = {f"X-Forwarded-{name}": value for name, value in (
            ("For", "203.0.113.9"), ("Proto", "https"), ("Host", "evil.example"), ("Prefix", "/evil"))}  # fmt: skip
        about = site.send("GET", "/sparql", {"Accept": "text/turtle", **lies})
        assert f"<http://127.0.0.1:{site.port}/sparql>" in about.text
        assert "evil" not in site.send("GET", "/events", {"Accept": "text/html", **lies}).text
        # one client, whatever it says it is
        statuses = [
            site.send("GET", "/sparql?query=ASK%7B%7D", {"X-Forwarded-For": f"203.0.113.{n}"}).status for n in range(6)
        ]
        assert statuses == [200] * 4 + [429] * 2
        # what it passes on is whole: tags, packing, long addresses, long bodies
        page = site.get("/events", **{"Accept-Encoding": "gzip"})
        assert page.headers["content-encoding"] == "gzip"
        assert site.get("/events", **{"If-None-Match": page.headers["etag"], "Accept-Encoding": "gzip"}).status == 304
        assert site.get("/search?q=" + "a" * 30_000).status == 400
        long = site.send("POST", "/sparql", {"Content-Type": "application/sparql-query"}, b"#" + b"x" * 1_000_000)
        assert (long.status, long.json()["type"].rpartition("#")[2]) == (413, "query-too-long")
        assert site.get("/metrics").status == 200


def test_the_service_is_one_that_systemd_takes(tmp_path: Path) -> None:
    text = (DEPLOY / "dragoman.service").read_text()
    found = re.findall(r"DRAGOMAN_(\w+)=", text)
    assert found
    assert {name.lower() for name in found} <= set(NAMES)
    if not shutil.which("systemd-analyze"):
        pytest.skip("needs systemd-analyze")
    unit = tmp_path / "dragoman.service"
    unit.write_text(text.replace("/opt/dragoman/bin/dragoman", "/bin/true"))
    done = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_image_runs_what_there_is() -> None:
    text = (DEPLOY / "Containerfile").read_text()
    assert {name.lower() for name in re.findall(r"DRAGOMAN_(\w+)=", text)} <= set(NAMES)
    assert re.search(r"^USER [1-9]\d*$", text, re.MULTILINE)
    assert '[project.scripts]\ndragoman = "' in (ROOT / "pyproject.toml").read_text()
    assert 'ENTRYPOINT ["dragoman"]' in text


def test_each_file_is_explained() -> None:
    text = (DEPLOY / "README.md").read_text()
    linked = set(re.findall(r"\]\((\w[\w.]*)\)", text))
    assert linked == {path.name for path in DEPLOY.iterdir()} - {"README.md"}
    assert set(re.findall(r"`((?:query|client)_\w+|contact|proxies)`", text)) <= set(NAMES)
