"""The libraries that ship for browsers: exactly the files of the manifest, of the versions that the lock file names."""

from __future__ import annotations

import hashlib
import json
import re

import pytest

from server import vendor
from tests.server.running import Client

MANIFEST = vendor.manifest()
LOCK = json.loads((vendor.FOLDER / "package-lock.json").read_text(encoding="utf-8"))["packages"]
FREE = re.compile(
    r"\(?(MIT|ISC|BSD-[23]-Clause|Apache-2\.0|CC0-1\.0|CC-BY-4\.0|MPL-2\.0|see LICENSE\.txt| (AND|OR) )+\)?"
)


def test_the_files_are_those_of_the_manifest() -> None:
    there = {path.relative_to(vendor.TARGET).as_posix(): path for path in vendor.TARGET.rglob("*") if path.is_file()}
    there.pop("manifest.json")
    assert set(there) == set(MANIFEST["files"])
    for name, path in there.items():
        data = path.read_bytes()
        assert hashlib.sha256(data).hexdigest() == MANIFEST["files"][name]["sha256"], name
        assert len(data) == MANIFEST["files"][name]["bytes"]


def test_versions_are_those_of_the_lock_file() -> None:
    wanted = json.loads((vendor.FOLDER / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert {library["package"]: library["version"] for library in MANIFEST["libraries"]} == wanted
    assert {library.package for library in vendor.LIBRARIES} == set(wanted)
    for library in MANIFEST["libraries"]:
        for package, version in {library["package"]: library["version"], **_versions(library["bundled"])}.items():
            assert LOCK[f"node_modules/{package}"]["version"] == version
            assert LOCK[f"node_modules/{package}"]["integrity"].startswith("sha512-")


def _versions(bundled: dict[str, list[str]]) -> dict[str, str]:
    return {package: version for package, (version, _) in bundled.items()}


def test_all_may_be_passed_on_and_say_so() -> None:
    for library in MANIFEST["libraries"]:
        licences = [library["licence"], *(licence for _, licence in library["bundled"].values())]
        assert all(FREE.fullmatch(licence) for licence in licences)
        text = (vendor.TARGET / library["package"].rpartition("/")[2] / "LICENSE.txt").read_text(encoding="utf-8")
        for package, version in {library["package"]: library["version"], **_versions(library["bundled"])}.items():
            assert f"{package} {version}:" in text


@pytest.mark.parametrize("name", sorted(MANIFEST["files"]))
def test_they_are_served(shipped: Client, name: str) -> None:
    path, tag = vendor.address(name)
    reply = shipped.get(f"/static/{path}?v={tag}")
    assert reply.status == 200
    assert hashlib.sha256(reply.body).hexdigest() == MANIFEST["files"][name]["sha256"]


def test_no_style_sheet_loads_from_elsewhere() -> None:
    for path in vendor.TARGET.rglob("*.css"):
        for target in re.findall(r"url\(\s*['\"]?([^)'\"]+)", path.read_text(encoding="utf-8")):
            assert not re.match(r"(https?:)?//", target), (path, target)
