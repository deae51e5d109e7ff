"""Retell the case on a drill: three runs of Telusur, and the pages that cite their findings.

``python docs/case/retell.py`` (``make case``):

1. makes an invented register and its leak, the case at one hundredth, in a temporary folder;
2. asks Telusur three times, each time with more in hand: the header, the structure, the rows;
3. keeps each run's findings and reports in ``docs/case/{header,structure,rows}``;
4. writes ``docs/case.md`` and ``docs/case.id.md`` from their templates.

``--pages`` writes reports and pages anew from the findings that are kept; ``--check`` compares the
pages. No figure of a page is typed: a template names a run and a JSON pointer, and gets the figure
as a link to the place in the report that shows it.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from telusur.drill import make_drill
from telusur.model.findings import Findings
from telusur.model.findings.document import resolve_pointer
from telusur.options import Lang, Options
from telusur.pipeline import verify
from telusur.reporting import render_report
from telusur.reporting.anchors import anchor, place
from telusur.reporting.formats import Formats
from telusur.reporting.language import Language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from telusur.drill.make import DrillPaths

HERE = Path(__file__).resolve().parent
DOCS = HERE.parent
CIVIL_REGISTRY = Path("library:civil_registry")
LANGS: tuple[Lang, ...] = get_args(Lang)
REPORTS: dict[Lang, str] = {"en": "report.html", "id": "report.id.html"}
PAGES: dict[Lang, str] = {"en": "case.md", "id": "case.id.md"}
RUNS = ("header", "structure", "rows")
FINDINGS = "findings.json"
TRUTH = "truth.json"

ENDS = ("started", "finished")

MEMBERS = 2_224_000  # the case at one hundredth
PUBLISHED_MEMBERS = 222_400_000  # May 2021, the insurer's spokesman in the article


@dataclass(frozen=True)
class Cited:
    """The findings of one run; every method gives a figure as a Markdown link to its place."""

    run: str
    findings: dict[str, Any]
    lang: Lang

    def at(self, pointer: str) -> Any:
        """The bare value at a JSON pointer, for choices that a template makes."""
        return resolve_pointer(self.findings, pointer)

    def linked(self, words: str, pointer: str) -> str:
        """``words`` as a link to where the report shows ``pointer``."""
        return f"[{words}](case/{self.run}/{REPORTS[self.lang]}#{anchor(place(pointer))})"

    def number(self, pointer: str) -> str:
        """A count, or the length of a list."""
        value = self.at(pointer)
        count = len(value) if isinstance(value, list) else value
        return self.linked(Formats(self.lang).number(count), pointer)

    def share(self, pointer: str) -> str:
        """A share in percent."""
        return self.linked(Formats(self.lang).share(self.at(pointer)), pointer)

    def at_most(self, pointer: str) -> str:
        """An upper bound in percent, rounded up."""
        return self.linked(Formats(self.lang).at_most(self.at(pointer)), pointer)

    def level(self, pointer: str) -> str:
        """A level of confidence."""
        return self.linked(Formats(self.lang).level(self.at(pointer)), pointer)

    def interval(self, pointer: str) -> str:
        """The two ends, ``low`` and ``high``, of what is at ``pointer``."""
        low, high = self.at(f"{pointer}/low"), self.at(f"{pointer}/high")
        return self.linked(Formats(self.lang).interval(low, high), pointer)

    def moment(self, pointer: str) -> str:
        """A date, with its time where it has one."""
        moment = datetime.fromisoformat(self.at(pointer))
        return self.linked(Formats(self.lang).moment(moment), pointer)

    def decimal(self, pointer: str, digits: int = 2) -> str:
        """A number with ``digits`` after the point."""
        return self.linked(Formats(self.lang).decimal(self.at(pointer), digits), pointer)

    def words(self, pointer: str) -> str:
        """A text, or a text in two languages."""
        value = self.at(pointer)
        return self.linked(value[self.lang] if isinstance(value, dict) else str(value), pointer)

    def names(self, pointer: str) -> str:
        """A list of names in one link."""
        return self.linked(", ".join(f"`{name}`" for name in self.at(pointer)), pointer)

    def took(self) -> str:
        """How long the run lasted."""
        started, finished = (datetime.fromisoformat(self.at(f"/run/{end}")) for end in ENDS)
        words = Formats(self.lang).seconds((finished - started).total_seconds())
        return self.linked(words, "/run")

    def grade(self, register: int | None = None) -> str:
        """The verdict's grade, or one candidate's."""
        pointer = "/verdict" if register is None else f"/verdict/candidates/{register}"
        return self.linked(self.at(f"{pointer}/grade"), f"{pointer}/grade")

    def untold(self, what: str) -> str:
        """Why a question has no answer; nothing where it has one."""
        questions = self.at("/verdict/cannot_tell")
        asked = [question["what"] for question in questions]
        if what not in asked:
            return ""
        pointer = f"/verdict/cannot_tell/{asked.index(what)}"
        return self.linked(self.at(pointer)["why"][self.lang], pointer)

    def agreement(self, column: str) -> str:
        """Pointer to the agreement of a column of the dump."""
        return self._indexed("/records/0/agreement", "dump", column)

    def step(self, label: str) -> str:
        """Pointer to a step of the waterfall."""
        return self._indexed("/reconciliation/steps", "label", label)

    def _indexed(self, pointer: str, key: str, wanted: str) -> str:
        names = [entry[key] for entry in self.at(pointer)]
        return f"{pointer}/{names.index(wanted)}"


@dataclass(frozen=True)
class Truth:
    """What the drill planted; the verifier never saw it."""

    told: dict[str, Any]
    lang: Lang

    def number(self, pointer: str) -> str:
        """A count."""
        words = Formats(self.lang).number(resolve_pointer(self.told, pointer))
        return f"[{words}](case/{TRUTH})"

    def moment(self, pointer: str) -> str:
        """A date and time."""
        moment = datetime.fromisoformat(resolve_pointer(self.told, pointer))
        return f"[{Formats(self.lang).moment(moment)}](case/{TRUTH})"


def retell(kept: Path, members: int = MEMBERS) -> None:
    """Steps 1 to 3: the drill, the three runs, and what is kept of them under ``kept``."""
    with tempfile.TemporaryDirectory(prefix="telusur-case-") as folder:
        work = Path(folder)
        drill = make_drill(work / "drill", members)
        for run, options in runs(drill, work):
            findings = verify(options)
            keep(findings, kept / run)
        shutil.copyfile(drill.truth_json, kept / TRUTH)


def runs(drill: DrillPaths, work: Path) -> Iterator[tuple[str, Options]]:
    """The three questions, from the least in hand to the most."""
    header = work / "columns.txt"
    with drill.dump.open(encoding="utf-8-sig") as dump:
        header.write_text(dump.readline().replace(";", "\n"), encoding="utf-8")
    register, claim = drill.register_toml, drill.claim_toml
    yield (
        "header",
        Options(
            columns=header,
            registers=(register, CIVIL_REGISTRY),
            claim=claim,
            out=work / "header",
        ),
    )
    described = without_data(register, work / "described")
    yield (
        "structure",
        Options(dump=(drill.dump,), registers=(described,), claim=claim, out=work / "structure"),
    )
    yield (
        "rows",
        Options(dump=(drill.dump,), registers=(register,), claim=claim, out=work / "rows"),
    )


def without_data(register: Path, folder: Path) -> Path:
    """The register's description and code lists alone: no rows, no history."""
    folder.mkdir()
    for codes in register.parent.glob("*.csv"):
        shutil.copyfile(codes, folder / codes.name)
    section, lines = "", []
    for line in register.read_text("utf-8").splitlines():
        section = line if line.startswith("[") else section
        if section not in ("[source]", "[history]"):
            lines.append(line)
    described = folder / register.name
    described.write_text("\n".join(lines) + "\n", "utf-8")
    return described


def keep(findings: Findings, folder: Path) -> None:
    """The findings and both reports of one run."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FINDINGS).write_text(findings.to_text(), "utf-8")
    for lang, name in REPORTS.items():
        (folder / name).write_text(render_report(findings, lang), "utf-8")


def page(lang: Lang, kept: Path = HERE) -> str:
    """Step 4: a page from its template and the findings under ``kept``."""
    environment = Environment(
        loader=FileSystemLoader(HERE),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701  # Markdown of our own, about invented people
    )
    cited = {
        run: Cited(run, json.loads((kept / run / FINDINGS).read_text("utf-8")), lang)
        for run in RUNS
    }
    members = cited["rows"].at("/registers/0/members")
    return environment.get_template(f"{PAGES[lang]}.j2").render(
        **cited,
        of=Language(lang).of,
        truth=Truth(json.loads((kept / TRUTH).read_text("utf-8")), lang),
        scale=Formats(lang).number(round(PUBLISHED_MEMBERS / members)),
    )


def main() -> int:
    """Retell the case, or only its pages."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--members", type=int, default=MEMBERS, help="people in the register")
    parser.add_argument("--pages", action="store_true", help="only write anew what is kept")
    parser.add_argument("--check", action="store_true", help="only compare the pages")
    given = parser.parse_args()
    if given.pages:
        for run in RUNS:
            keep(Findings.from_text((HERE / run / FINDINGS).read_text("utf-8")), HERE / run)
    elif not given.check:
        retell(HERE, given.members)
    stale = [
        PAGES[lang]
        for lang in LANGS
        if not (DOCS / PAGES[lang]).exists()
        or (DOCS / PAGES[lang]).read_text("utf-8") != page(lang)
    ]
    if given.check:
        if stale:
            sys.stderr.write(f"stale: {', '.join(stale)}. Hint: make case, or --pages\n")
        return bool(stale)
    for lang in LANGS:
        (DOCS / PAGES[lang]).write_text(page(lang), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
