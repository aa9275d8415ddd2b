"""The `gdie` command. Holds no logic: each command reads its arguments, calls the rooms, prints, sets the exit code.

Exit codes: 0 done (for `check`: consistent), 1 inconsistent, 2 something could not be read or is missing.
Heavy imports stand inside the commands, so that `gdie --help` answers at once.
"""

from __future__ import annotations

import sys

import typer

from gdie.cli import choosing, doccano  # noqa: F401  (commands of annotate)
from gdie.cli.annotating import annotate
from gdie.cli.checking import check
from gdie.cli.evaluating import evaluate
from gdie.cli.reading import extract, panel, text
from gdie.cli.training import train

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Statistics of Chinese government-information-disclosure reports (政府信息公开工作年度报告) as facts with evidence.",
)
# In the order in which --help lists them.
app.command()(extract)
app.command()(panel)
app.command()(check)
app.command()(text)
app.command()(train)
app.command()(evaluate)
app.add_typer(annotate, name="annotate")


def main() -> None:
    """Entry point; a closed pipe (`gdie … | head`) and Ctrl-C end quietly."""
    import os

    try:
        app()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None
