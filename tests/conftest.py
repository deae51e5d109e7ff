"""What tests may need of the machine, and what happens where it is absent.

A test marked ``spark``, ``browser``, ``postgresql`` or ``outside`` is reported as not run where
Java, Chromium, PostgreSQL's server or the outside data is absent. Under CI absence is a failure:
there nothing may be left out unseen.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import signal
import subprocess
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from postgres_server import Server

ROOT = Path(__file__).resolve().parent.parent
UNDER_CI = os.environ.get("CI", "").lower() not in {"", "0", "false"}
JAVA_NEEDED = 17  # Spark 4 runs on no older one
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SEVEN_ZIPS = ("7zz", "7z", "7za")
OUTSIDE_VARIABLE = "TELUSUR_OUTSIDE_DATA"

# A shell starts what it puts in the background with Ctrl-C ignored, and that is inherited by the
# runs that tests stop with it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# A machine that other work slows down is no fault of the code under test.
settings.register_profile("telusur", deadline=None, print_blob=True)
settings.load_profile("telusur")


@cache
def find_java() -> str | None:
    """The Java that Spark would start, if it is new enough."""
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=str(Path(home) / "bin")) if home else shutil.which("java")
    if java is None:
        return None
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    version = re.search(r'version "(\d+)', told)
    return java if version and int(version[1]) >= JAVA_NEEDED else None


@cache
def find_chromium() -> str | None:
    """The first Chromium on the path."""
    return next(filter(None, map(shutil.which, CHROMIUMS)), None)


@cache
def find_outside_data() -> Path | None:
    """The folder of real public registers, which lies beside the repository, never in it."""
    named = os.environ.get(OUTSIDE_VARIABLE)
    folder = Path(named) if named else ROOT.parent / "shared" / "data"
    return folder if (folder / "registers").is_dir() else None


@cache
def find_seven_zip() -> str | None:
    """7-Zip's own program, the oracle of 7z archives, by any of its names."""
    return next(filter(None, map(shutil.which, SEVEN_ZIPS)), None)


@cache
def find_postgresql() -> Path | None:
    """Where PostgreSQL's server lies, if the driver that reads from it is installed too."""
    if importlib.util.find_spec("adbc_driver_postgresql") is None:
        return None
    on_path = shutil.which("initdb")
    places = [Path(on_path).resolve().parent] if on_path else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=str, reverse=True)
    places += sorted(Path("/usr").glob("pgsql-*/bin"), key=str, reverse=True)
    return next((place for place in places if (place / "initdb").is_file()), None)


NEEDS: dict[str, tuple[Callable[[], object], str]] = {
    "spark": (find_java, f"Java {JAVA_NEEDED} or newer"),
    "browser": (find_chromium, "Chromium"),
    "sevenzip": (find_seven_zip, "7-Zip"),
    "postgresql": (find_postgresql, "PostgreSQL's server and its driver"),
    "outside": (find_outside_data, f"the outside data ({OUTSIDE_VARIABLE})"),
}
not_run: Counter[str] = Counter()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Hold a test back where what its marker names is absent; under CI, fail it."""
    for marker, (find, words) in NEEDS.items():
        if item.get_closest_marker(marker) is None or find():
            continue
        if UNDER_CI:
            pytest.fail(f"{words} is absent, and under CI nothing is left out", pytrace=False)
        not_run[words] += 1
        pytest.skip(f"not run: needs {words}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in one line each what was left out, and why."""
    for words, tests in sorted(not_run.items()):
        terminalreporter.write_line(f"Not run for want of {words}: {tests}", yellow=True)


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's root folder."""
    return ROOT


@pytest.fixture(scope="session")
def outside_data() -> Path:
    """The outside data; only in tests marked ``outside``."""
    folder = find_outside_data()
    assert folder, "mark the test with @pytest.mark.outside"
    return folder


@pytest.fixture(scope="session")
def seven_zip() -> str:
    """7-Zip's program; only in tests marked ``sevenzip``."""
    path = find_seven_zip()
    assert path, "mark the test with @pytest.mark.sevenzip"
    return path


@pytest.fixture(scope="session")
def chromium() -> str:
    """A Chromium executable; only in tests marked ``browser``."""
    path = find_chromium()
    assert path, "mark the test with @pytest.mark.browser"
    return path


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A running server; only in tests marked ``postgresql``."""
    programs = find_postgresql()
    assert programs, "mark the test with @pytest.mark.postgresql"
    from postgres_server import serving  # noqa: PLC0415  # its driver is an extra

    with serving(programs) as server:
        yield server
