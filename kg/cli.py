"""``dragoman``: the command. Every failure ends as one message with cause and cure on standard error, and an exit code.

Exit codes: 0 done; 1 failed; 2 wrong usage, settings or input; 3 checks failed; 4 done, but some inputs were left out;
130 stopped by the user.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click

from kg import __version__
from kg.commands.common import Invocation, Late, tell, tell_error
from kg.errors import ConfigError, DragomanError

COMMANDS = ("build", "serve", "query", "check", "explain", "records", "link", "catalogue", "export", "push",
            "releases", "rollback", "corrections", "config")  # fmt: skip
"""In the order in which a newcomer needs them."""
_PARTS = {name: f"kg.commands.{name}:{name}" for name in COMMANDS}


@click.group(cls=Late, parts=_PARTS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="dragoman")
@click.option("--config", "file", type=click.Path(path_type=Path), help="Settings file (default: ./dragoman.toml).")
@click.option("--set", "values", multiple=True, metavar="NAME=VALUE", help="Any setting; may be given several times.")
@click.pass_context
def dragoman(ctx: click.Context, file: Path | None, values: tuple[str, ...]) -> None:
    """News on conflict and diplomacy -> a knowledge graph that can be cited, and its publication."""
    ctx.obj = Invocation(file, dict(_pair(value) for value in values))


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise ConfigError(f"--set {text} has no value.", "Write --set NAME=VALUE, for example --set port=8080.")
    return name.strip().replace("-", "_"), value


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command and leave the process with its exit code."""
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command; its exit code. With DRAGOMAN_DEBUG set, failures are raised instead, with their traceback."""
    debug = bool(os.environ.get("DRAGOMAN_DEBUG"))
    try:
        code = dragoman.main(
            args=None if arguments is None else list(arguments), prog_name="dragoman", standalone_mode=False
        )
    except click.ClickException as problem:
        problem.show()
        return problem.exit_code
    except click.Abort:
        tell("dragoman: stopped.")
        return 130
    except DragomanError as problem:
        if debug:
            raise
        tell_error(problem)
        return problem.exit_code
    except Exception as problem:
        if debug:
            raise
        tell_error(DragomanError(f"Something broke that should not: {type(problem).__name__}: {problem}", _REPORT))
        return 1
    return code if isinstance(code, int) else 0


_REPORT = "This is a defect of Dragoman: run it again with DRAGOMAN_DEBUG=1 and report what you see."
