"""Names and constants as SQL writes them."""

from __future__ import annotations


def quoted(name: str) -> str:
    """A name, whatever it holds."""
    return '"' + name.replace('"', '""') + '"'


def constant(value: str | float | bool | None) -> str:
    """A constant; texts cannot end early."""
    if value is None:
        return "NULL"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return f"{value!r}::DOUBLE" if isinstance(value, float) else str(value)
