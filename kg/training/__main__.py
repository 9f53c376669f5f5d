"""Command line: train the parser, or score one."""

from pathlib import Path

import click

from kg.training.score import NAMES_KEYS, report

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(invoke_without_command=True)
@click.option("--treebank", type=FOLDER, help="Folder of the treebank's .spacy files.")
@click.option("--out", type=click.Path(path_type=Path), default=Path("kg/pipeline"), show_default=True)
@click.option("--gazetteer", type=FILE, help="Table of states, demonyms, capitals, organisations and politicians.")
@click.option("--quick", is_flag=True, help="A few steps only, to try the machinery.")
@click.pass_context
def main(context: click.Context, treebank: Path | None, out: Path, gazetteer: Path | None, quick: bool) -> None:
    """Train the parser on TREEBANK and write the pipeline to OUT."""
    if context.invoked_subcommand is not None:
        return
    if treebank is None:
        raise click.UsageError("--treebank is required")
    from kg.training.train import train_all  # noqa: PLC0415  (scoring needs no training package)

    train_all(treebank, out, gazetteer, quick)


@main.command()
@click.option("--treebank", type=FOLDER, required=True, help="Folder of the treebank's .spacy files.")
@click.option("--pipeline", type=FOLDER, default=Path("kg/pipeline"), show_default=True)
@click.option("--sample", type=int, default=0, help="At most so many texts a file; 0 takes all.")
def score(treebank: Path, pipeline: Path, sample: int) -> None:
    """Measure PIPELINE on the test files of TREEBANK, from raw text and on gold tokens."""

    click.echo(report(pipeline, treebank, sample))


@main.command()
@click.option("--treebank", type=FOLDER, required=True, help="Folder of the treebank's .spacy files.")
@click.option("--gazetteer", type=FILE, help="Table of states, demonyms, capitals, organisations and politicians.")
@click.option("--fold", type=int, default=0, show_default=True, help="Which texts to keep out, counted from 0.")
@click.option("--of", type=int, default=5, show_default=True, help="How many folds there are.")
@click.option("--quick", is_flag=True, help="A few steps only, to try the machinery.")
def fold(treebank: Path, gazetteer: Path | None, fold: int, of: int, quick: bool) -> None:
    """Train names without one fold, and score them on what they saw and on what they did not."""
    from kg.training.folds import names_fold  # noqa: PLC0415  (scoring needs no training package)

    for title, scores in names_fold(treebank, gazetteer, fold, of, quick).items():
        figures = ", ".join(f"{key[-1].upper()} {100 * scores[key]:.1f}" for key in NAMES_KEYS)
        click.echo(f"{title}: {figures}")


if __name__ == "__main__":
    main()
