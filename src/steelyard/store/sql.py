"""SQL over the store: one view for each table, and one for what each leaves out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from steelyard.store.sqltext import constant, quoted
from steelyard.vocabulary.errors import InputError

if TYPE_CHECKING:
    import duckdb
    import polars as pl

MEMORY = "500MB"  # beyond it DuckDB spills to the folder for temporary files


def answer(query: str, views: Mapping[str, str], objects: Path) -> pl.DataFrame:
    """Result of one query over these views, which are all that it can reach.

    Parameters
    ----------
    query : str
        One statement that only reads.
    views : mapping
        SELECT statements by the names of their views.
    objects : path
        The folder that the views read.

    Raises
    ------
    InputError
        The query is not SQL that DuckDB understands, or names something that is not there.
    """
    import duckdb

    with TemporaryDirectory(prefix="steelyard-") as spill:
        settings = {"memory_limit": MEMORY, "temp_directory": spill}
        with duckdb.connect(config={**settings}) as connection:
            for name, select in views.items():
                connection.execute(f"CREATE VIEW {quoted(name)} AS {select}")
            _shut(connection, objects)
            try:
                return connection.sql(_one_select(connection, query, views)).pl()
            except duckdb.Error as error:
                raise _refused(str(error).strip().split("\n\n")[0], views) from error


def _one_select(
    connection: duckdb.DuckDBPyConnection, query: str, views: Mapping[str, str]
) -> duckdb.Statement:
    """The statement, if it is one that only reads."""
    import duckdb

    statements = connection.extract_statements(query)
    if [item.type for item in statements] != [duckdb.StatementType.SELECT]:
        raise _refused("it is not one statement that only reads", views)
    return statements[0]


def _shut(connection: duckdb.DuckDBPyConnection, objects: Path) -> None:
    """Keep queries from other files, the network and the variables of this program."""
    connection.execute(f"SET allowed_directories = [{constant(str(objects))}]")
    connection.execute("SET python_enable_replacements = false")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def _refused(found: str, views: Mapping[str, str]) -> InputError:
    return InputError(
        where="query",
        found=found,
        expected=f"one SELECT over the views {', '.join(views) or '(none yet)'}",
        remedy="Mend the query; `steelyard data list` names the tables and their columns.",
    )
