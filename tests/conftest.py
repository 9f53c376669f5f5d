"""What many tests share: the folder of shared data, a web server that answers as told, the release of the example."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.places import EXAMPLE, ROOT
from tests.web import Asked, Reply, Web


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of data that is no part of the project: DRAGOMAN_SHARED, or ``shared`` beside the repository."""
    folder = Path(os.environ.get("DRAGOMAN_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"needs the shared data, which are not at {folder} (set DRAGOMAN_SHARED)")
    return folder


@pytest.fixture(scope="session")
def example_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of releases in which the shipped example is the current one, built once for all tests. Read only."""
    from kg.config import Settings
    from kg.stages import build

    out = tmp_path_factory.mktemp("example")
    release = build([EXAMPLE], out, Settings())
    assert not [issue for issue in release.issues if issue.severity == "error"], release.issues
    return out


@pytest.fixture(scope="session")
def example_release(example_out: Path) -> Path:
    """The release of the shipped example itself. Read only."""
    return (example_out / "current").resolve()


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings of whoever runs the tests must not change what they find."""
    for name in list(os.environ):
        if name.startswith("DRAGOMAN_") and name != "DRAGOMAN_SHARED":
            monkeypatch.delenv(name)


@pytest.fixture
def web() -> Iterator[Web]:
    """A web server that answers what the test tells it to."""
    site = Web("", lambda asked: Reply(404))

    class Handler(BaseHTTPRequestHandler):
        def _reply(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            asked = Asked(self.command, self.path, dict(self.headers), body)
            site.asked.append(asked)
            reply = site.answer(asked)
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body) + reply.lost))
            self.end_headers()
            with contextlib.suppress(ConnectionError):  # a client may give up
                self.wfile.write(reply.body)

        do_GET = do_POST = _reply  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))  # seconds until it sees that it must end
    thread.start()
    yield site
    server.shutdown()
    thread.join()
    server.server_close()
