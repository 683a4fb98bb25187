"""Write one page for each indicator of the catalogue, and their index, beside this file."""

from pathlib import Path

from steelyard.measures.catalogue import INDICATORS, index, page


def pages() -> dict[str, str]:
    """Name and text of every file."""
    written = {f"{indicator.id}.md": page(indicator) for indicator in INDICATORS}
    return {"index.md": index(), **written}


if __name__ == "__main__":
    for name, text in pages().items():
        Path(__file__).with_name(name).write_text(text, encoding="utf-8")
