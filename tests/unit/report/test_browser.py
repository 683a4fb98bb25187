"""The page in headless Chromium: no request, no error, sorting works, nothing overflows."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
QUIET = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-extensions",
    "--disable-default-apps", "--enable-logging=stderr", "--hide-scrollbars",
)  # fmt: skip


def browse(tmp_path: Path, page: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Open a page in a fresh browser with no name resolution at all."""
    command = (
        str(CHROMIUM), *QUIET, f"--user-data-dir={tmp_path / 'profile'}",
        "--host-resolver-rules=MAP * ~NOTFOUND", *options, page.as_uri(),
    )  # fmt: skip
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def visited(folder: Path, page: Path) -> tuple[set[str], subprocess.CompletedProcess[str]]:
    """Addresses that the page asked for, and what the browser said and made of the page.

    What Chromium asks its maker for by itself, such as the time, is not the page's doing.
    """
    log = folder / "net.json"
    done = browse(folder, page, f"--log-net-log={log}", "--dump-dom", "--window-size=1400,1000")
    if done.returncode != 0:
        pytest.skip(f"Chromium does not run here: {done.stderr[-200:]}")
    asked = re.findall(
        r'"url":"(https?://[^"]+)"', log.read_text(encoding="utf-8", errors="replace")
    )
    return {url for url in asked if not re.match(r"https?://[^/]*\.(google|gvt1)\.com/", url)}, done


@pytest.fixture(scope="module")
def visit(written: Path, tmp_path_factory: pytest.TempPathFactory):
    """One visit to the report."""
    return visited(tmp_path_factory.mktemp("visit"), written)


def test_the_page_asks_the_network_for_nothing(visit):
    asked, _ = visit
    assert not asked


IMAGE = '<img src="http://probe.invalid/x.png"></body>'


def test_a_request_would_be_seen(tmp_path: Path):
    page = tmp_path / "page.html"
    page.write_text(f"<body>{IMAGE}", encoding="utf-8")
    asked, _ = visited(tmp_path, page)
    assert asked == {"http://probe.invalid/x.png"}


def test_the_policy_of_the_page_stops_a_request(written: Path, tmp_path: Path):
    page = tmp_path / "page.html"
    text = written.read_text(encoding="utf-8")
    page.write_text(text.replace("</body>", IMAGE), encoding="utf-8")
    asked, _ = visited(tmp_path, page)
    assert not asked


def test_the_console_stays_silent(visit):
    _, done = visit
    assert not [line for line in done.stderr.splitlines() if "CONSOLE" in line]


def test_the_script_makes_tables_sortable(visit):
    _, done = visit
    assert "<button" in done.stdout
    assert 'class="prose sortable"' in done.stdout


@pytest.mark.parametrize("width", [400, 1400])
def test_nothing_is_wider_than_the_page(written: Path, tmp_path: Path, width: int):
    """A frame of this width measures the page inside; the page's own policy stays as it is."""
    probe = tmp_path / "probe.html"
    policy = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
    copy = tmp_path / "copy.html"
    text = policy.sub("", written.read_text(encoding="utf-8"))
    report = "<script>parent.postMessage(document.documentElement.scrollWidth, '*')</script></body>"
    copy.write_text(text.replace("</body>", report), encoding="utf-8")
    probe.write_text(
        f"<body style='margin:0'><iframe src='{copy.as_uri()}' style='width:{width}px;height:900px;"
        "border:0'></iframe><p id='w'></p><script>onmessage = e => "
        "document.getElementById('w').textContent = JSON.stringify({wide: e.data})</script>",
        encoding="utf-8",
    )
    done = browse(
        tmp_path, probe, "--dump-dom", "--window-size=1500,1000", "--virtual-time-budget=3000"
    )
    found = re.search(r'<p id="w">(\{[^<]+\})</p>', done.stdout)
    if not found:
        pytest.skip(f"the frame could not be measured here: {done.stderr[-200:]}")
    assert json.loads(found[1])["wide"] <= width
