"""Rebuild ``server/static/vendor`` from the lock file: ``python -m server.vendor`` (needs npm)."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from server.vendor import FOLDER, LIBRARIES, TARGET, Library

_LICENCE_FILES = ("LICENSE*", "LICENCE*", "license*", "COPYING*")


def main() -> int:
    """Fetch, copy, describe. The exit code is npm's when npm fails."""
    npm = shutil.which("npm")
    if not npm:
        sys.stderr.write("npm is not installed; the files that ship stay as they are. On Debian: apt install npm\n")
        return 1
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        for file in ("package.json", "package-lock.json"):
            shutil.copy(FOLDER / file, work)
        # scripts of packages are not run: their files are all that is wanted
        done = subprocess.run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=work, check=False)  # noqa: S603
        if done.returncode:
            return done.returncode
        _write(work / "node_modules")
    return 0


def _write(modules: Path) -> None:
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True)
    about = [_copy(library, modules) for library in LIBRARIES]
    files = {
        path.relative_to(TARGET).as_posix(): {
            "bytes": path.stat().st_size, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()
        }
        for path in sorted(TARGET.rglob("*")) if path.is_file()
    }  # fmt: skip
    text = json.dumps({"libraries": about, "files": files}, indent=1, sort_keys=True) + "\n"
    (TARGET / "manifest.json").write_text(text, encoding="utf-8")


def _copy(library: Library, modules: Path) -> dict[str, Any]:
    """Copy the files of a library and the licences of all that is in them; what the manifest says of it."""
    source, target = modules / library.package, TARGET / library.folder
    for name in library.files:
        # what a style sheet names by relative address must stay beside it
        inside = Path(name.removeprefix("dist/").removeprefix("build/"))
        (target / inside).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / name, target / inside)
    bundled = sorted(set(_below(library.package, modules)) - {library.package})
    texts = [_licence(name, modules) for name in (library.package, *bundled)]
    (target / "LICENSE.txt").write_text("\n\n".join(texts).rstrip() + "\n", encoding="utf-8")
    own = _package(library.package, modules)
    return {
        "package": library.package,
        "version": own["version"],
        "licence": own["license"],
        "use": library.use,
        "bundled": {name: [_package(name, modules)[key] for key in ("version", "license")] for name in bundled},
    }


def _below(name: str, modules: Path) -> Iterator[str]:
    """A package and all that it needs, which its bundle may hold."""
    waiting, seen = [name], {name}
    while waiting:
        name = waiting.pop()
        yield name
        for needed in _package(name, modules).get("dependencies", {}):
            if needed not in seen and (modules / needed).is_dir():
                seen.add(needed)
                waiting.append(needed)


def _package(name: str, modules: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((modules / name / "package.json").read_text(encoding="utf-8"))
    return {"license": "see LICENSE.txt", **found}


def _licence(name: str, modules: Path) -> str:
    own = _package(name, modules)
    head = f"{'=' * 20} {name} {own['version']}: {own['license']}"
    found = sorted({path for pattern in _LICENCE_FILES for path in (modules / name).glob(pattern) if path.is_file()})
    words = [path.read_text(encoding="utf-8", errors="replace").strip() for path in found]
    return "\n\n".join(
        [head, *(words or [f"No licence text is in the package; {own['license']} is its own statement."])]
    )


if __name__ == "__main__":
    sys.exit(main())
