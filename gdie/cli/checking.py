"""The command that reconciles: `check`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gdie.cli.common import by_ending, limits_of, one_line_errors, printer, refuse_folder, running
from gdie.cli.options import FindingFormat, Jobs, Lang, Limit, Model, Output, Report, Resume

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
    jobs: Jobs = 1,
    resume: Resume = False,
    report: Report = None,
    limit: Limit = None,
) -> None:
    """Reconcile the facts of reports: with each other, the official forms and other years. Exit code 1 if one is an error."""
    if not (paths or list_rules):
        raise typer.BadParameter("name files or folders to check")
    if update and baseline is None:
        raise typer.BadParameter("--update-baseline needs --baseline FILE")
    refuse_folder(output)
    limits = limits_of(limit)
    from gdie.batch.payloads import CheckedReport
    from gdie.batch.work import Settings
    from gdie.indicators import load_rules
    from gdie.outputs.files import write_jsonl
    from gdie.outputs.findings.baseline import Baseline, read_baseline, renewed, write_baseline
    from gdie.outputs.findings.checking import checked_together
    from gdie.outputs.findings.selection import (
        entries,
        ignored_rules,
        inconsistent,
        without_accepted,
        without_rules,
    )
    from gdie.outputs.terminal import print_rules

    rules = load_rules()
    settings = Settings("check", model, limits=limits)
    with one_line_errors():
        if list_rules:
            with printer(output) as console:
                print_rules(console, rules.values(), lang.value)
            return
        ignored = ignored_rules(ignore or (), rules)
        known = read_baseline(baseline, new=update) if baseline else Baseline()
        with running(paths or [], settings, jobs=jobs, output=output, resume=resume, report=report) as run:
            every = checked_together(one.checked for one in run.results(CheckedReport))
            checked = [without_rules(one, ignored) for one in every]
            if baseline and update:
                known = renewed(known, {one.stem for one in every}, entries(checked), entries(every))
                write_baseline(known, baseline)
            checked = [without_accepted(one, known) for one in checked]
            if checked:  # where nothing could be read, earlier files stay
                _write_findings(checked, form or by_ending(output, FindingFormat), output, lang, show_all)
            if checked and corrections:
                write_jsonl((c.as_json() for one in checked for c in one.corrections), corrections)
    raise typer.Exit(2 if run.tally.failed else int(any(map(inconsistent, checked))))


def _write_findings(
    checked: list[Checked], form: FindingFormat | None, output: Path | None, lang: Lang, show_all: bool
) -> None:
    from gdie.outputs.files import write_bytes, write_jsonl
    from gdie.outputs.findings.excerpts import Library

    library = Library(checked)
    if form is FindingFormat.jsonl:
        write_jsonl((library.as_json(f, one) for one in checked for f in one.findings), output)
    elif form is FindingFormat.html:
        from gdie.indicators import load_rules
        from gdie.outputs.findings.page import render_findings

        page = render_findings(checked, load_rules(), lang.value, show_all)
        write_bytes(page.encode("utf-8"), output)
    else:
        from gdie.outputs.terminal import print_findings

        with printer(output) as console:
            for one in checked:
                print_findings(console, one, library, lang.value, show_all)
