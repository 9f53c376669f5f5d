"""Settings: where they come from, what wins, what a mistake is told."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from kg import config
from kg.errors import ConfigError


def test_defaults_need_no_file(tmp_path: Path) -> None:
    settled = config.load(environ={}, folder=tmp_path)
    assert settled.settings == config.Settings()
    assert set(settled.origins.values()) == {"default"}
    assert set(settled.origins) == set(config.NAMES)


def test_each_source_overrules_the_one_before_and_is_named(tmp_path: Path) -> None:
    (tmp_path / "dragoman.toml").write_text("port = 1\nhost = '0.0.0.0'\nquery_rows = 5\nbase_iri = 'http://f/'")
    settled = config.load(
        {"port": 3, "query_rows": None}, environ={"DRAGOMAN_PORT": "2", "DRAGOMAN_HOST": "::1"}, folder=tmp_path
    )
    assert (settled.settings.port, settled.settings.host, settled.settings.query_rows) == (3, "::1", 5)
    assert settled.origins["port"] == "--port"
    assert settled.origins["host"] == "DRAGOMAN_HOST"
    assert settled.origins["query_rows"] == str(tmp_path / "dragoman.toml")


def test_a_table_in_the_file_is_a_common_prefix(tmp_path: Path) -> None:
    (tmp_path / "dragoman.toml").write_text("[query]\nseconds = 5\n")
    found = config.load(environ={}, folder=tmp_path).settings.query_seconds
    assert found == 5.0
    assert isinstance(found, float)


def test_the_file_can_be_named(tmp_path: Path) -> None:
    named = tmp_path / "other.toml"
    named.write_text("port = 9")
    assert config.load(file=named, environ={}).settings.port == 9
    assert config.load(environ={"DRAGOMAN_CONFIG": str(named)}, folder=tmp_path / "x").settings.port == 9


def test_settings_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        config.Settings().port = 1  # type: ignore[misc]


@pytest.mark.parametrize(
    ("flags", "environ", "toml", "said"),
    [
        ({"prot": 1}, {}, "", "Did you mean port?"),
        ({}, {"DRAGOMAN_QUERY_SECOND": "1"}, "", "Did you mean query_seconds?"),
        ({}, {}, "[query]\nrow = 1", "Did you mean query_rows?"),
        ({}, {}, "xyzzy = 1", "dragoman config"),
        ({"port": "many"}, {}, "", "a whole number"),
        ({}, {"DRAGOMAN_PORT": "70000"}, "", "at most 65535"),
        ({}, {}, "port = true", "a whole number"),
        ({}, {}, "port = 1.5", "a whole number"),
        ({}, {}, "host = 1", "a text"),
        ({}, {"DRAGOMAN_QUERY_SECONDS": "nan"}, "", "at least 0.05"),
        ({"publish_text": "all"}, {}, "", "none, quote, full"),
        ({"base_iri": "https://example.org/<x>/"}, {}, "", "ends in /"),
        ({"base_iri": "example.org"}, {}, "", "ends in /"),
        ({}, {}, "port = ", "is not TOML"),
        ({}, {"DRAGOMAN_CONFIG": "/nowhere/at/all.toml"}, "", "no settings file"),
    ],
)
def test_a_mistake_names_cause_and_cure(
    flags: dict[str, object], environ: dict[str, str], toml: str, said: str, tmp_path: Path
) -> None:
    (tmp_path / "dragoman.toml").write_text(toml)
    with pytest.raises(ConfigError) as caught:
        config.load(flags, environ=environ, folder=tmp_path)
    assert said in str(caught.value)
    assert caught.value.exit_code == 2


def test_every_setting_says_what_it_is() -> None:
    assert all(len(config.describe(name)) > 10 for name in config.NAMES)
