"""``dragoman config``: every setting, its value, and where the value came from."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from kg import config as settings_module
from kg.commands.common import Invocation, cut_short


@click.command("config")
@click.option("--format", "shape", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.pass_obj
def config(invocation: Invocation, shape: str) -> None:
    """Show every setting, its value and where it came from.

    Defaults give way to dragoman.toml, that to variables DRAGOMAN_…, those to flags (--set NAME=VALUE).
    """
    settled = invocation.config()
    values = asdict(settled.settings)
    with cut_short():
        if shape == "json":
            rows = {name: {"value": value, "origin": settled.origins[name]} for name, value in values.items()}
            click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
            return
        width = max(map(len, values))
        worth = max(len(str(value)) for value in values.values())
        place = max(map(len, settled.origins.values()))
        for name, value in values.items():
            about = settings_module.describe(name)
            click.echo(f"{name:{width}}  {value!s:{worth}}  {settled.origins[name]:{place}}  {about}")
