"""The files beside the page: the numbers and the drawing of each figure."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from steelyard.dossier.records import Dossier, Series
from steelyard.report.figures.record import Cell, Figure
from steelyard.report.sheet import sheet
from steelyard.report.sources import Sources, licences


def write_data(folder: Path, figure: Figure, sources: Sources) -> None:
    """CSV, JSON and Parquet of the numbers behind a figure."""
    if not figure.rows:
        return
    _write_csv(folder / f"{figure.id}.csv", figure.rows)
    _write_json(folder / f"{figure.id}.json", figure, sources)
    _write_parquet(folder / f"{figure.id}.parquet", figure, sources)


def write_series(folder: Path, dossier: Dossier) -> None:
    """Every series: all in one CSV and one Parquet file, and a CSV for each measure."""
    import polars as pl

    from steelyard.report.figures.series import data_rows
    from steelyard.report.register import data_file

    by_measure: dict[str, list[Series]] = {}
    for series in dossier.series:
        by_measure.setdefault(series.measure, []).append(series)
    every: list[Mapping[str, Cell]] = []
    for measure, members in by_measure.items():
        rows = list(data_rows(members))
        if rows:
            _write_csv(folder / data_file(measure), rows)
        every += rows
    if every:
        _write_csv(folder / "series.csv", every)
        pl.DataFrame(every, infer_schema_length=None).write_parquet(folder / "series.parquet")


def write_claims(folder: Path, dossier: Dossier) -> None:
    """Every reading that bears on a claim, and every course that readings were taken from."""
    audit = dossier.audit
    if audit is None:
        return
    readings: list[Mapping[str, Cell]] = [
        {
            "claim": claim.id, "role": each.role, "decides": place == claim.decided_by,
            "title": each.title, "taken": each.taken, "period": each.period,
            "value": each.value.point, "low": each.value.low, "high": each.value.high,
            "unit": each.unit, "basis": each.value.basis, "verdict": each.verdict,
            "chance": each.chance, "margin": each.margin, "course": each.course,
            "note": each.note, "origins": ";".join(each.origins),
        }
        for claim in audit.verdicts
        for place, each in enumerate(claim.readings)
    ]  # fmt: skip
    courses: list[Mapping[str, Cell]] = [
        {
            "course": course.id, "title": course.title, "unit": course.unit, "period": period,
            "value": value, "low": low, "high": high, "origins": ";".join(course.origins),
        }
        for course in audit.courses
        for period, value, low, high in zip(
            course.periods, course.values, course.lows, course.highs, strict=True
        )
    ]  # fmt: skip
    for name, rows in (("claim-readings", readings), ("claim-courses", courses)):
        if rows:
            _write_csv(folder / f"{name}.csv", rows)


def write_drawing(folder: Path, figure: Figure, sources: Sources) -> Path:
    """SVG of a figure with its heading and source line; where it lies."""
    place = folder / f"{figure.id}.svg"
    place.write_text(sheet(figure, sources.dated_line(figure.origins)), encoding="utf-8")
    return place


def write_notes(folder: Path, dossier: Dossier, figures: Sequence[Figure]) -> None:
    """A text that says what the data files are and under which licences they stand."""
    lines = [
        f"Numbers behind the figures of the report on {dossier.a.name} and {dossier.b.name}.",
        f"Steelyard {dossier.steelyard_version}, data as of {dossier.as_of.isoformat()}.",
        "An empty cell is an absent figure, never zero. The column `origins` names the sources:",
        "",
    ]
    lines += [f"{o.id}: {o.citation} {o.url} Licence: {o.licence}." for o in dossier.origins]
    lines += [
        "",
        "series.csv and series.parquet hold every series of the dossier; the files whose names",
        "begin with all- hold those of one measure.",
    ]
    lines += ["", "Files:", *(f"{figure.id}: {figure.title}" for figure in figures if figure.rows)]
    (folder / "README.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _write_csv(path: Path, rows: Sequence[Mapping[str, Cell]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _write_json(path: Path, figure: Figure, sources: Sources) -> None:
    content = {**_about(figure, sources), "rows": [dict(row) for row in figure.rows]}
    path.write_text(json.dumps(content, ensure_ascii=False) + "\n", encoding="utf-8")


def _about(figure: Figure, sources: Sources) -> dict[str, Any]:
    origins = [reference.origin for reference in sources.of(figure.origins)]
    return {
        "id": figure.id,
        "title": figure.title,
        "definition": figure.subtitle,
        "source": sources.line(figure.origins),
        "licence": licences(origins),
        "citations": [origin.citation for origin in origins],
        "notes": list(figure.notes),
    }


def _write_parquet(path: Path, figure: Figure, sources: Sources) -> None:
    import polars as pl

    frame = pl.DataFrame([dict(row) for row in figure.rows], infer_schema_length=None)
    about = {key: value for key, value in _about(figure, sources).items() if isinstance(value, str)}
    frame.write_parquet(path, metadata=about)
