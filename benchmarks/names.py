"""100,000 names of states, as publishers write them, beside country_converter."""

import random
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

NAMES, FEWER = 100_000, 2_000
LIMIT_S = 0.1  # the promise for 100,000 names
SEED = 1


def column(number: int) -> list[str]:
    """Official names, aliases and codes of today's states, drawn with repetition."""
    from steelyard.vocabulary.states import all_states

    today = [state for state in all_states() if not state.former]
    spellings = [word for state in today for word in (state.name, state.iso3, *state.aliases[:2])]
    return random.Random(SEED).choices(spellings, k=number)


def ours(names: list[str]) -> float:
    """Seconds to resolve a column, once the registry is read."""
    from steelyard.vocabulary.states import resolve

    resolve(names[:10], where="benchmark")
    seconds = []
    for _ in range(3):
        begin = time.perf_counter()
        resolve(names, where="benchmark")
        seconds.append(time.perf_counter() - begin)
    return min(seconds)


def theirs(names: list[str]) -> float:
    """Seconds of the peer for the same column."""
    import logging

    logging.disable(logging.WARNING)  # it logs every name that it does not know
    converter = peer_with_its_table_read()
    converter.convert(names[:10], to="ISO3")
    begin = time.perf_counter()
    converter.convert(names, to="ISO3")
    return time.perf_counter() - begin


def peer_with_its_table_read() -> Any:
    """The peer's converter; 1.3.2 beside pandas 3.1 takes Namibia's code NA for absent."""
    import country_converter  # pyright: ignore[reportMissingImports]
    import pandas as pd

    file = Path(country_converter.__file__).with_name("country_data.tsv")
    table = pd.read_csv(file, sep="\t", encoding="utf-8", dtype=str, keep_default_na=False)
    numbers = ["ISOnumeric", "UNcode", "UNmember", "obsolete"]
    table[numbers] = table[numbers].apply(pd.to_numeric).astype("Int64")
    return country_converter.CountryConverter(country_data=table)  # pyright: ignore[reportArgumentType]


def run(quick: bool = False) -> list[dict[str, Any]]:
    """One column of names."""
    names = column(FEWER if quick else NAMES)
    here, peer, note = ours(names), None, "country_converter is not installed"
    if find_spec("country_converter"):
        peer, note = theirs(names), "same column, no year"
    if not quick and here > LIMIT_S:
        note += f"; OVER the promised {LIMIT_S} s"
    return [
        {
            "what": "names of states to ISO3",
            "size": f"{len(names):,} names",
            "ours_s": here,
            "peer": "country_converter",
            "peer_s": peer,
            "ratio": peer / here if peer else None,
            "note": note,
        }
    ]
