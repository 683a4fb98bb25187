"""How to cite what the store holds."""

from __future__ import annotations

import re
from dataclasses import dataclass

from steelyard.vocabulary.provenance import Origin

_SPECIAL = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"} | {
    sign: f"\\{sign}" for sign in "&%$#_{}"
}


@dataclass(frozen=True, slots=True)
class Citation:
    """One origin, as a line of text and as a BibTeX entry."""

    origin: str
    text: str
    bibtex: str


def citation(origin: Origin) -> Citation:
    """The citation that the publisher asks for, with version, address, date and licence."""
    text = (
        f"{origin.citation.rstrip('.')}. Version {origin.version}. {origin.url} "
        f"(accessed {origin.accessed.isoformat()}). Licence: {origin.licence}."
    )
    return Citation(origin.id, text, _bibtex(origin))


def _bibtex(origin: Origin) -> str:
    note = f"{origin.citation} Accessed {origin.accessed.isoformat()}. Licence: {origin.licence}."
    fields = {
        "author": f"{{{_escaped(origin.producer)}}}",
        "title": f"{{{_escaped(origin.title)}}}",
        "year": str((origin.published or origin.accessed).year),
        "version": _escaped(origin.version),
        "howpublished": f"\\url{{{origin.url}}}",
        "note": _escaped(note),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{{re.sub(r'[^A-Za-z0-9:.-]+', '-', origin.id)},\n{lines}}}"


def _escaped(text: str) -> str:
    return "".join(_SPECIAL.get(sign, sign) for sign in text)
