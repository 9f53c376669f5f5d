"""``dragoman check``: does a release hold what the ontology promises? Each offending node is named."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.common import Invocation, cut_short, printable, tell
from kg.commands.release import located
from kg.errors import CheckFailed
from kg.model import Issue


@click.command("check")
@click.argument("folder", required=False, metavar="[DIR]")
@click.pass_obj
def check(invocation: Invocation, folder: str | None) -> int:
    """Check the release in DIR: its files against the manifest, its graph against shapes and checks.

    One line an issue on standard output: severity, node, what is wrong. Exit code 3 if there is any error.
    """
    release = located(Path(folder or invocation.settings().out))
    from kg import publish  # noqa: PLC0415
    from kg.check import check_release  # noqa: PLC0415 - pyshacl takes a second

    damaged = [
        Issue("error", str(release), f"{problem[:1].upper()}{problem[1:]}.", "Build it again.")
        for problem in publish.verify(release)
    ]
    issues = [*damaged, *check_release(release)]
    with cut_short():
        for issue in issues:
            click.echo(printable(f"{issue.severity}  {issue.where}  {issue.message} {issue.cure}".rstrip()))
    errors = sum(issue.severity == "error" for issue in issues)
    tell(f"{release}: {errors} errors, {len(issues) - errors} warnings")
    return CheckFailed.default_exit_code if errors else 0
