"""Bringing in a shop's own products: import, report, and completion for the shell."""

from __future__ import annotations

import gc
import subprocess
import sys
import webbrowser
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from catalog.attributes import BY_NAME, DESCRIBING, Kind
from catalog.cli.shown import Json, app, counted, err, out, print_json, reported
from catalog.engine import create_engine
from catalog.feeds import FORMATS
from catalog.importing.mapping import read_mapping
from catalog.importing.outcome import KINDS, Outcome, Told
from catalog.importing.owners import OwnersMapping
from catalog.importing.run import DEFAULT_FEED, ERRORS, Request, import_feed
from catalog.migrate import bring_to_newest
from catalog.record import MAX_FEED

#: The adviser's mind lies above this package and is started by name, as Rasa starts actions.
REPORTER = "actions.shop_report"
_TOLD, _TOLD_FIELDS = 20, 4
#: Texts that may be longer than this are not told, only that they change.
_LONG = 500

_COMPLETION = """\
catalog() {{ {command} "$@"; }}
_catalog_completion() {{
    local IFS=$'\\n'
    COMPREPLY=($(COMP_WORDS="${{COMP_WORDS[*]}}" COMP_CWORD=$COMP_CWORD _CATALOG_COMPLETE=complete_bash {command}))
    [[ ${{COMPREPLY[0]}} == *= ]] && compopt -o nospace 2>/dev/null
    return 0
}}
complete -o default -F _catalog_completion catalog
"""


@app.command("import")
def import_products(
    feed: Annotated[str, typer.Argument(help="A file, an http(s) address, or - for standard input; also gzipped.")],
    format_: Annotated[
        str, typer.Option("--format", help=f"One of {', '.join(FORMATS)}; found out by itself otherwise.")
    ] = "",
    mapping: Annotated[Path | None, typer.Option(help="Your mapping file; see seeds/mapping_example.yml.")] = None,
    name: Annotated[
        str, typer.Option("--feed", help="A name for this feed, where your shop has several.")
    ] = DEFAULT_FEED,
    currency: Annotated[str, typer.Option(help="Of the prices, where the feed does not say: EUR, GBP, USD.")] = "",
    encoding: Annotated[str, typer.Option(help="Of a text file, where it is not found out rightly.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would change.")] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Even if more than a tenth of the feed's products go.")
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Change nothing if anything in the feed is wrong.")] = False,
    errors: Annotated[
        Path | None, typer.Option(help=f"Where to list what could not be read; {ERRORS} by default.")
    ] = None,
    left: Annotated[Path | None, typer.Option(help="Where to list what was left out as no insole.")] = None,
    as_json_: Json = False,
) -> None:
    """Bring in your shop's products from a feed or an export: all in one go, or nothing.

    Products that are gone from the feed are retired, what you have set with `set` stays, and the same feed twice
    changes nothing.
    """
    with reported():
        if format_ and format_ not in FORMATS:
            raise typer.BadParameter(f"'{format_[:40]}' is no format; they are {', '.join(FORMATS)}")
        if not 0 < len(name) <= MAX_FEED or not name.isprintable():
            raise typer.BadParameter(f"the feed's name must have 1 to {MAX_FEED} letters")
        if currency and not (len(currency) == 3 and currency.isascii() and currency.isalpha() and currency.isupper()):
            raise typer.BadParameter(f"'{currency[:20]}' is not a currency code such as USD, GBP or EUR")
        if errors is None:
            # A list for each feed: what is wrong with one is not lost when the next one comes.
            errors = ERRORS if name == DEFAULT_FEED else ERRORS.with_name(f"{ERRORS.stem}-{_slug(name)}.csv")
        owners = OwnersMapping() if mapping is None else read_mapping(mapping)
        request = Request(
            feed, name, format_ or None, encoding or None, currency, owners, errors, left, force, dry_run, strict
        )
        # An import makes and drops millions of objects without circles: looking for those takes a tenth of the time.
        gc.freeze()
        gc.set_threshold(50_000, 20, 100)
        engine = create_engine(may_create=True)
        bring_to_newest(engine)
        with _Bar(quiet=as_json_) as bar:
            outcome = import_feed(engine, request, bar)
    if as_json_:
        print_json(outcome.as_json())
        return
    _tell(outcome, errors, left)


def _slug(name: str) -> str:
    """A feed's name as part of a file's name."""
    return "".join(letter if letter.isalnum() else "-" for letter in name)


class _Bar:
    """A progress bar on standard error, so that standard output has the result alone."""

    def __init__(self, quiet: bool) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._progress = Progress(*columns, console=err, transient=True, disable=quiet or not err.is_terminal)
        self._task = self._progress.add_task("", total=None)

    def __enter__(self) -> _Bar:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def stage(self, name: str, total: int) -> None:
        """A new stage begins."""
        self._progress.reset(self._task, description=name, total=total or None)

    def to(self, done: int) -> None:
        """So far it is."""
        self._progress.update(self._task, completed=done)

    def by(self, more: int) -> None:
        """So much further it is."""
        self._progress.advance(self._task, more)


def _tell(outcome: Outcome, errors: Path, left: Path | None) -> None:
    read = f"{counted(outcome.entries, 'entry', 'entries')} of {outcome.format}"
    out.print(f"{read} ({outcome.encoding}), prices in {outcome.currency}", highlight=False)
    for note in outcome.notes:
        out.print(f"the feed {note}", markup=False, highlight=False)
    if outcome.unsold:
        told = ", ".join(f"{number} {reason}" for reason, number in outcome.unsold.most_common())
        out.print(f"not for sale in the shop itself: {told}", markup=False, highlight=False)
    counts = ", ".join(f"{outcome.counts[kind]} {kind}" for kind in KINDS if outcome.counts[kind])
    would = "would be " if outcome.dry else ""
    out.print(f"{would}{counts or 'nothing to do'}", highlight=False)
    if outcome.dry and outcome.needs_force:
        out.print("more than a tenth of the feed's products would go: without --force that will be refused")
    if outcome.counts["removed"]:
        out.print("removed: the sample shop, now that you have products of your own", highlight=False)
    _tell_changes(outcome.told)
    if outcome.left:
        out.print("left out, as no insole:")
        for reason, number in outcome.left.most_common(8):
            out.print(f"  {number} {reason} (such as {outcome.examples[reason][:70]!r})", markup=False, highlight=False)
        if left is None:
            out.print("  --left FILE lists all of them; a mapping file (--mapping) overrules", highlight=False)
    if outcome.read:
        _tell_known(outcome)
    if outcome.unbranded:
        lacking = counted(outcome.unbranded, "product")
        out.print(f"no brand for {lacking}: write `brand: ...` into a mapping file", highlight=False)
    if outcome.unread:
        several = [f"{what} {words!r} ({number})" for (what, words), number in outcome.unread.most_common(6)]
        more = f" and {len(outcome.unread) - 6} more" if len(outcome.unread) > 6 else ""
        out.print(f"not understood, to be explained in a mapping file: {', '.join(several)}{more}", markup=False)
    if outcome.problems:
        err.print(f"{outcome.set_aside} set aside; {errors} lists all mistakes. The first:", highlight=False)
        for problem in outcome.problems[:5]:
            about = f" ({problem.sku})" if problem.sku else ""
            err.print(f"  {problem}{about}", markup=False, highlight=False, soft_wrap=True)


def _tell_changes(told: list[Told]) -> None:
    changed = [one for one in told if one.kind != "added"]
    shown = [*changed[:_TOLD], *[one for one in told if one.kind == "added"][: max(0, _TOLD - len(changed))]]
    if not shown:
        return
    table = Table("", "sku", "product", "what changes", box=None, pad_edge=False)
    marks = {"added": "+", "changed": "~", "retired": "-", "returned": "+"}
    for one in shown:
        if one.kind == "added":
            fields = [f"{name} {after}" for name, (_, after) in one.fields.items()]
        else:
            fields = [
                f"{name} changes"
                if BY_NAME[name].kind is Kind.TEXT and BY_NAME[name].high > _LONG
                else f"{name}: {before or '?'} -> {after or '?'}"
                for name, (before, after) in one.fields.items()
            ]
        more = f" and {len(fields) - _TOLD_FIELDS} more" if len(fields) > _TOLD_FIELDS else ""
        said = "; ".join(text if len(text) <= 70 else text[:67] + "..." for text in fields[:_TOLD_FIELDS]) + more
        table.add_row(marks[one.kind], escape(one.sku), escape(one.name), escape(said or one.kind))
    out.print(table)
    if len(told) > len(shown):
        out.print(f"and {len(told) - len(shown)} more", highlight=False)


def _tell_known(outcome: Outcome) -> None:
    known = [f"{name} {100 * number // outcome.read}%" for name, number in outcome.known.most_common()]
    unknown = [name for name in DESCRIBING if not outcome.known[name]]
    out.print(f"understood of the {counted(outcome.read, 'product')} read: {', '.join(known)}", highlight=False)
    if unknown:
        out.print(f"told of none: {', '.join(unknown)}", highlight=False)
    out.print("`stats` counts all products, `show SKU` tells where each value comes from, `report` what comes of it")


@app.command()
def report(
    file: Annotated[Path, typer.Argument(help="The page to write.")] = Path("var/report.html"),
    quick: Annotated[bool, typer.Option("--quick", help="Fewer people tried on it.")] = False,
    open_: Annotated[bool, typer.Option("--open", help="Show it in the browser.")] = False,
) -> None:
    """Write a page about your shop: what is known, what is recommended to whom, what never is and why, what is lacking.

    It needs no network and no other file.
    """
    command = [sys.executable, "-m", REPORTER, "--out", str(file), *(["--quick"] if quick else [])]
    try:
        code = subprocess.run(command, check=False).returncode
    except KeyboardInterrupt:
        code = 130
    if code:
        raise typer.Exit(code)
    if open_:
        webbrowser.open(file.resolve().as_uri())


@app.command()
def completion(shell: Annotated[str, typer.Argument(help="bash or zsh.")] = "bash") -> None:
    """Print what makes `catalog` a command of your shell that completes commands, options, skus and values.

    For bash: eval "$(python -m catalog completion)"
    """
    if shell not in ("bash", "zsh"):
        err.print(f"there is no completion for '{escape(shell[:40])}'; there is for bash and zsh")
        raise typer.Exit(2)
    if shell == "zsh":
        typer.echo("autoload -U +X bashcompinit && bashcompinit")
    typer.echo(_COMPLETION.format(command=f"'{sys.executable}' -m catalog"), nl=False)
