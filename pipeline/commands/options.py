"""What the commands have in common: options, and how they end on errors of the user's."""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any, Final

import click

from pipeline.errors import RundaError

PATH: Final = click.Path(path_type=Path)
FILE: Final = click.Path(path_type=Path, exists=True, dir_okay=False)
FOLDER: Final = click.Path(path_type=Path, exists=True, file_okay=False)

rules_option = click.option(
    "--rules-only", is_flag=True, help="Decide by the readable rules alone, without fitted models."
)
topics_option = click.option(
    "--topics",
    type=FILE,
    metavar="FILE",
    help="A file with topics of your own, read after the shipped ones.",
)

contacts_option = click.option(
    "--contacts",
    type=FILE,
    metavar="CSV",
    help="Persons, addresses and roles that minutes do not say: columns member, person, e-mail, role.",
)
out_option = click.option(
    "--out",
    type=FOLDER,
    default=Path("data/processed"),
    show_default=True,
    metavar="DIR",
    help="Output folder of a run.",
)
template_option = click.option(
    "--template",
    type=FILE,
    metavar="FILE.docx",
    help="A Word document of your own whose styles the documents get.",
)


class Stop(click.ClickException):
    """An error that the user can act on: one line, exit status 2."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        """Print it on the error stream."""
        click.echo(f"runda: {self.message}", file=file, err=True)


class Group(click.Group):
    """A group whose commands end with a message, never with a traceback, on errors of the user's."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was named."""
        try:
            return super().invoke(ctx)
        except RundaError as error:
            raise Stop(str(error)) from error
