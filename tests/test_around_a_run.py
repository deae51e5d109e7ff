"""What a run needs around it: its options as recorded, its log, its stopwatch, its own check."""

import io
import json
import sys
from pathlib import Path

import pytest

from telusur.errors import InternalFault, LimitReached, UsageError
from telusur.model.findings import Findings
from telusur.options import Options, Overrides
from telusur.progress import Silent, Stopwatch, Terminal, watching
from telusur.runlog import RunLog
from telusur.validation import validated

GOLDEN = Path(__file__).parent / "golden" / "verified.json"


@pytest.fixture
def findings():
    return Findings.from_text(GOLDEN.read_text(encoding="utf-8"))


class Heard:
    """A watcher that keeps what it is told."""

    def __init__(self):
        self.told = []

    def stage(self, name):
        self.told.append(("stage", name))

    def step(self, text):
        self.told.append(("step", text))

    def share(self, done):
        self.told.append(("share", done))


def test_options_are_recorded_without_where_they_lie():
    options = Options(
        dump=(Path("/cases/someone/secret-case/dump.csv"),),
        registers=(Path("/srv/registers/members.toml"),),
        claim=Path("/cases/someone/secret-case/claim.toml"),
        overrides=Overrides(map={"a": "nik"}, key=("nik",), ignore=("b",)),
    )
    recorded = options.recorded()
    assert json.loads(json.dumps(recorded)) == recorded
    assert "/" not in json.dumps(recorded)
    assert recorded["dump"] == ["dump.csv"]
    assert (recorded["map"], recorded["key"], recorded["ignore"]) == ({"a": "nik"}, ["nik"], ["b"])


def test_every_override_is_recorded():
    given = set(vars(Overrides())) - {"password"}
    assert given <= set(Options().recorded())


def test_a_password_is_never_recorded_only_that_there_was_one():
    options = Options(overrides=Overrides(password="tiga kata"))  # noqa: S106
    assert options.recorded()["password_given"] is True
    assert "tiga" not in json.dumps(options.recorded()) + repr(options)


def test_log_has_a_line_a_stage_and_no_control_characters(tmp_path):
    heard = Heard()
    with RunLog(tmp_path / "run.log") as log:
        watcher = log.telling(heard)
        watcher.stage("reading")
        watcher.step("dump\x1b[31m.csv\nsecond")
        watcher.share(0.5)
    lines = (tmp_path / "run.log").read_text(encoding="utf-8").splitlines()
    assert [line.split("Z ", 1)[1] for line in lines] == ["reading", "dump.csv second"]
    assert heard.told == [
        ("stage", "reading"),
        ("step", "dump\x1b[31m.csv\nsecond"),
        ("share", 0.5),
    ]


def test_log_that_cannot_be_written(tmp_path):
    with pytest.raises(UsageError) as refusal:
        RunLog(tmp_path / "no" / "run.log")
    assert refusal.value.code == "out-not-writable"


def test_log_on_a_full_disk():
    with pytest.raises((LimitReached, OSError)) as full, RunLog(Path("/dev/full")) as log:
        log.line("reading")
    assert full.value.errno == 28  # which the command line tells as disk-full


def test_stopwatch_adds_up_a_stage_that_comes_back():
    heard = Heard()
    watch = Stopwatch(heard)
    for stage in ("records", "dating", "records"):
        watch.stage(stage)
    watch.end()
    watch.end()
    assert list(watch.seconds) == ["records", "dating"]
    assert all(seconds >= 0 for seconds in watch.seconds.values())
    assert [name for _, name in heard.told] == ["records", "dating", "records"]


def test_pipe_is_told_nothing(monkeypatch):
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    with watching() as watcher:
        assert isinstance(watcher, Silent)
        watcher.stage("reading")
        watcher.step("dump.csv")
        watcher.share(0.5)
    assert stream.getvalue() == ""


def test_terminal_shows_the_stage(monkeypatch):
    class Screen(io.StringIO):
        def isatty(self):
            return True

    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    with watching() as watcher:
        assert isinstance(watcher, Terminal)
        watcher.stage("reading")
        watcher.step("[bold]\x1b]0;title\x07dump.csv")
        watcher.share(0.5)
    # shown as it is, never as markup nor as what a terminal obeys
    assert "reading: [bold]dump.csv" in screen.getvalue()


def test_findings_that_follow_their_contract_pass(findings):
    assert validated(findings) is findings


def test_findings_that_do_not_are_a_fault_of_ours(findings):
    run = findings.run.model_copy(update={"peak_memory_bytes": -1})
    broken = findings.model_copy(update={"run": run})
    with pytest.raises(InternalFault) as fault:
        validated(broken)
    assert fault.value.code == "findings-invalid"
    assert "/run/peak_memory_bytes" in str(fault.value)


def test_findings_that_change_on_the_way_are_a_fault_of_ours(findings, monkeypatch):
    other = findings.model_copy(update={"run": findings.run.model_copy(update={"seed": 99})})
    monkeypatch.setattr(Findings, "from_text", lambda _: other)
    with pytest.raises(InternalFault) as fault:
        validated(findings)
    assert fault.value.code == "findings-invalid"
