"""`steelyard audit FILE`: whether statements hold, on which data, by which margin."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from steelyard.interfaces.cli.options import as_of_option, store_option

if TYPE_CHECKING:
    from steelyard.claims.claim import Ledger


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
@click.option("--builtin", is_flag=True, help="The claims of the five documents.")
@click.option("--claim", "ids", multiple=True, metavar="ID", help="Open one claim; repeatable.")
@click.option("--domain", default=None, metavar="NAME", help="Only claims of this domain.")
@as_of_option
@store_option
@click.option("--json", "as_json", is_flag=True, help="All of it as JSON on stdout.")
def audit(
    file: Path | None,
    builtin: bool,
    ids: tuple[str, ...],
    domain: str | None,
    as_of: date | None,
    store: Path | None,
    as_json: bool,
) -> None:
    """Say of each claim in FILE whether it holds, on which data, by which margin.

    FILE is CSV or YAML with the columns id, title, domain, actors, quantity, relation, value,
    unit and period. A verdict follows from data by a rule; rows that cannot be read are listed
    and the others judged.

    \b
    Examples:
        steelyard audit --builtin
        steelyard audit --builtin --claim s001-c43
        steelyard audit claims.csv --json
    """  # noqa: D301
    from dataclasses import replace

    from steelyard.claims.read import DOMAINS
    from steelyard.dossier.audit.audit import audit as judge
    from steelyard.dossier.request import DEFAULT_AS_OF
    from steelyard.interfaces.cli.audit_shown import lines_of, lines_of_claim
    from steelyard.interfaces.cli.progress import shown

    ledger = _ledger(file, builtin)
    known = [claim.id for claim in ledger.claims]
    for name in ids:
        _refuse_unknown(name, known, "claim")
    if domain is not None:
        _refuse_unknown(domain, DOMAINS, "domain of claims")
        kept = tuple(claim for claim in ledger.claims if claim.domain == domain)
        ledger = replace(ledger, claims=kept)
    with shown("Auditing", quiet=as_json) as progress:
        found = judge(
            ledger, as_of=as_of or DEFAULT_AS_OF, store=store, only=ids or None, progress=progress
        )
    if as_json:
        click.echo(found.to_json())
        return
    opened = [found.find(name) for name in ids]
    told = (line for item in opened if item for line in lines_of_claim(found, item))
    click.echo("\n".join(told if ids else lines_of(found)))


def _ledger(file: Path | None, builtin: bool) -> Ledger:
    """The claims asked for."""
    from steelyard.claims.read import built_in, read_file
    from steelyard.dossier.audit.audit import known_quantities

    if (file is None) == (not builtin):
        raise click.UsageError("Name one file of claims, or --builtin.")
    return built_in() if file is None else read_file(file, known_quantities())


def _refuse_unknown(name: str, known: Sequence[str], kind: str) -> None:
    """Raise unless there is such a name."""
    import difflib

    from steelyard.vocabulary.errors import UnknownName

    if name not in known:
        near = difflib.get_close_matches(name, list(known), 3)
        raise UnknownName(where="steelyard audit", kind=kind, name=name, nearest=near)
