"""Running the server for others: the proxy's site, the service and the image do what the text beside them says."""

from __future__ import annotations

import os
import re
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from kg.config import NAMES, Settings
from kg.errors import StoreError
from server import create_app
from tests.places import ROOT
from tests.server.running import Client, free_port, inside, serving, until

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


@contextmanager
def _caddy(folder: Path, unix: Path) -> Iterator[tuple[str, Path]]:
    """Caddy with the site that ships, but for its address, the place of the socket and an authority of its own.

    Gives the address and the certificate of the authority.
    """
    caddy = shutil.which("caddy")
    if not caddy:
        pytest.skip("needs caddy")
    address = f"https://localhost:{free_port()}"
    site = (DEPLOY / "Caddyfile").read_text().replace("/run/dragoman/http.sock", str(unix))
    begin = "{\n admin off\n skip_install_trust\n auto_https disable_redirects\n}\n"
    (folder / "Caddyfile").write_text(begin + site.replace("news.example.org {", f"{address} {{\n tls internal"))
    process = subprocess.Popen(
        [caddy, "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"], cwd=folder,
        env={**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)},
        stdout=subprocess.DEVNULL, stderr=(folder / "errors").open("wb"),
    )  # fmt: skip
    authority = folder / "caddy" / "pki" / "authorities" / "local" / "root.crt"

    def answers() -> bool:
        if not authority.exists():
            return False
        try:
            return httpx.get(f"{address}/health", verify=_trusting(authority)).status_code == 200
        except httpx.TransportError:
            return False

    try:
        assert until(answers), (folder / "errors").read_text()
        yield address, authority
    finally:
        process.terminate()
        process.wait(30)


def _trusting(authority: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(authority))


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


def test_behind_caddy_and_as_a_store_by_tls(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By HTTPS: what the service says of itself, and a second server before it that trusts a certificate of our own."""
    unix = tmp_path / "d.sock"
    lies = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "http", "X-Forwarded-Host": "evil.example",
            "X-Forwarded-Prefix": "/evil"}  # fmt: skip
    with serving(made, socket=str(unix), proxies=1) as behind, _caddy(tmp_path, unix) as (address, authority):
        site = httpx.Client(base_url=address, verify=_trusting(authority))
        assert f"<{address}/sparql>" in site.get("/sparql", headers={"Accept": "text/turtle", **lies}).text
        assert "evil" not in site.get("/events", headers={"Accept": "text/html", **lies}).text
        page = site.get("/events", headers={"Accept-Encoding": "zstd"})
        assert page.headers["content-encoding"] == "zstd"
        assert site.get("/events", headers={"If-None-Match": page.headers["etag"]}).status_code == 304
        asked = site.request("QUERY", "/sparql", headers={"Content-Type": "application/sparql-query"}, content="ASK {}")
        assert asked.json()["boolean"] is True
        assert site.get("/metrics").status_code == 200
        store = f"{address}/sparql"
        with pytest.raises(StoreError, match="cannot be reached"):
            create_app(Settings(store=store), tmp_path)
        monkeypatch.setenv("SSL_CERT_FILE", str(authority))
        with inside(tmp_path, store=store) as front:
            count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
            told = site.get("/sparql", params={"query": count}, headers={"Accept": "application/json"})
            assert front.query(count).bindings() == told.json()["results"]["bindings"]
            assert front.get("/events").status == 200
        assert behind.process.poll() is None


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
