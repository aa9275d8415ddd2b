"""The command that reconciles: `check`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gdie.cli.common import by_ending, extract_all, one_line_errors, printer
from gdie.cli.options import FindingFormat, Lang, Model, Output

if TYPE_CHECKING:
    from gdie.outputs.findings.selection import Checked


def check(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Files or folders; - is standard input.", show_default=False)
    ] = None,
    form: Annotated[
        FindingFormat | None,
        typer.Option("--format", help="By default as the ending of --output says, else a table for people."),
    ] = None,
    lang: Annotated[Lang, typer.Option(help="Language of what is printed.")] = Lang.en,
    show_all: Annotated[
        bool, typer.Option("--all", help="Also list what holds or cannot be judged.")
    ] = False,
    output: Output = None,
    corrections: Annotated[
        Path | None, typer.Option("--corrections", help="Write the corrections proposed here, as JSONL.")
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option("--ignore", metavar="RULE", help="A rule to leave out, or a pattern (A*); repeatable."),
    ] = None,
    list_rules: Annotated[
        bool, typer.Option("--rules", help="List all rules with what they say, and end.")
    ] = False,
    baseline: Annotated[
        Path | None, typer.Option("--baseline", help="A file of accepted findings, which are not reported.")
    ] = None,
    update: Annotated[
        bool, typer.Option("--update-baseline", help="Accept all that is found now: write it to --baseline.")
    ] = False,
    model: Model = None,
) -> None:
    """Reconcile the facts of reports: with each other, the official forms and other years. Exit code 1 if one is an error."""
    if not (paths or list_rules):
        raise typer.BadParameter("name files or folders to check")
    if update and baseline is None:
        raise typer.BadParameter("--update-baseline needs --baseline FILE")
    from gdie.facts.report import report_of
    from gdie.indicators import load_rules
    from gdie.outputs.files import jsonl, write_text
    from gdie.outputs.findings.baseline import Baseline, read_baseline, renewed, write_baseline
    from gdie.outputs.findings.checking import check_all
    from gdie.outputs.findings.selection import (
        entries,
        ignored_rules,
        inconsistent,
        without_accepted,
        without_rules,
    )
    from gdie.outputs.terminal import print_rules

    rules = load_rules()
    failures: list[str] = []
    with one_line_errors():
        if list_rules:
            with printer(output) as console:
                print_rules(console, rules.values(), lang.value)
            return
        ignored = ignored_rules(ignore or (), rules)
        known = read_baseline(baseline, new=update) if baseline else Baseline()
        extractions = extract_all(paths or [], model, failures)
        every = check_all((extraction.document, report_of(extraction)) for extraction in extractions)
        checked = [without_rules(one, ignored) for one in every]
        if baseline and update:
            known = renewed(known, {one.stem for one in every}, entries(checked), entries(every))
            write_baseline(known, baseline)
        checked = [without_accepted(one, known) for one in checked]
        if checked:  # where nothing could be read, earlier files stay
            _write_findings(checked, form or by_ending(output, FindingFormat), output, lang, show_all)
        if checked and corrections:
            write_text(jsonl(c.as_json() for one in checked for c in one.corrections), corrections)
    raise typer.Exit(2 if failures else int(any(map(inconsistent, checked))))


def _write_findings(
    checked: list[Checked], form: FindingFormat | None, output: Path | None, lang: Lang, show_all: bool
) -> None:
    from gdie.outputs.files import jsonl, write_bytes, write_text

    if form is FindingFormat.jsonl:
        write_text(jsonl(f.as_json() for one in checked for f in one.findings), output)
    elif form is FindingFormat.html:
        from gdie.indicators import load_rules
        from gdie.outputs.findings.page import render_findings

        page = render_findings(checked, load_rules(), lang.value, show_all)
        write_bytes(page.encode("utf-8"), output)
    else:
        from gdie.outputs.findings.excerpts import Library
        from gdie.outputs.terminal import print_findings

        library = Library(checked)
        with printer(output) as console:
            for one in checked:
                print_findings(console, one, library, lang.value, show_all)
