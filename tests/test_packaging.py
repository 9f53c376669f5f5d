"""What ships: every file of data in the packages is named by the project file, or pip install would leave it behind."""

from __future__ import annotations

import tomllib

from tests.places import ROOT

NEVER = {"__pycache__", ".mypy_cache", ".ruff_cache", ".DS_Store"}


def test_every_data_file_is_in_the_wheel() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = project["tool"]["setuptools"]["package-data"]
    for package in ("kg", "server", "ontology"):
        folder = ROOT / package
        data = {
            path
            for path in folder.rglob("*")
            if path.is_file() and path.suffix not in {".py", ".pyc"} and not NEVER & set(path.parts)
        }
        shipped = {path for pattern in (*patterns["*"], *patterns[package]) for path in folder.glob(pattern)}
        assert len(data) > 1, package
        assert {str(path.relative_to(ROOT)) for path in data - shipped} == set()


def test_every_folder_of_code_is_a_package() -> None:
    for package in ("kg", "server", "ontology"):
        folders = {path.parent for path in (ROOT / package).rglob("*.py")}
        assert [str(folder) for folder in folders if not (folder / "__init__.py").is_file()] == []
