"""The ``certwire`` command: its subcommands and what becomes of errors."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from certwire import __version__
from certwire.batch.engines import THREADS
from certwire.cli import evaluate, extract, schema, show, status, verify
from certwire.cli.terminal import complain
from certwire.errors import CertwireError, UsageError

app = typer.Typer(
    name="certwire",
    help="Turns press releases into structured certification-event records.",
    epilog="Example: certwire extract releases/ --out out/ && certwire verify out/",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (extract.extract, status.status, show.show, verify.verify, evaluate.evaluate, schema.schema):
    app.command()(command)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"certwire {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")] = False,
) -> None:
    pass


def main() -> None:
    """Run the command line: exit status 0 fine, 1 some inputs failed or a check did not hold, 2 wrong usage."""
    for name in THREADS:
        os.environ.setdefault(name, "1")  # small matrices: a second thread costs more than it gives
    try:
        app()
    except UsageError as error:
        complain(str(error))
        sys.exit(2)
    except CertwireError as error:
        complain(str(error))
        sys.exit(1)
    except BrokenPipeError:  # the reader of a pipe went away: head, less
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
