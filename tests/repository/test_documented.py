"""What is promised is documented: fields, commands, reason codes, checks, dependencies."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING, Any

import click

from telusur import errors
from telusur.cli.main import cli
from telusur.model.findings import json_schema

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KINDS = {
    name
    for name, value in vars(errors).items()
    if isinstance(value, type) and issubclass(value, errors.TelusurError)
}


def called(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def keyword(call: ast.Call, name: str) -> ast.expr | None:
    return next((k.value for k in call.keywords if k.arg == name), None)


def codes_of(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Every reason code that a module can give, with the class that carries it.

    A code that is a parameter is followed to the calls of the function around it.
    """
    constants = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    around = {
        id(inner): function
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for inner in ast.walk(function)
    }
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for call in calls:
        kind = called(call)
        if kind not in KINDS | {"Notice"}:
            continue
        code = keyword(call, "code") or (call.args[0] if call.args else None)
        yield from ((kind, text) for text in values_of(code, call, around, constants, calls))


def values_of(
    code: ast.expr | None,
    call: ast.Call,
    around: dict[int, ast.FunctionDef],
    constants: dict[str, ast.expr],
    calls: list[ast.Call],
) -> list[str]:
    if isinstance(code, ast.IfExp):
        branches = (code.body, code.orelse)
        return [v for b in branches for v in values_of(b, call, around, constants, calls)]
    if isinstance(code, ast.Name) and code.id in constants:
        code = constants[code.id]
    if isinstance(code, ast.Constant) and isinstance(code.value, str):
        return [code.value]
    function = around.get(id(call))
    if isinstance(code, ast.Name) and function is not None:
        names = [argument.arg for argument in function.args.posonlyargs + function.args.args]
        given = []
        for other in calls:
            if called(other) == function.name and code.id in names:
                place = names.index(code.id)
                value = other.args[place] if place < len(other.args) else keyword(other, code.id)
                given += values_of(value, other, around, constants, calls)
        assigned = [
            node.value
            for node in ast.walk(function)
            if isinstance(node, ast.Assign)
            and any(isinstance(t, ast.Name) and t.id == code.id for t in node.targets)
        ]
        for value in assigned:
            given += values_of(value, call, around, constants, calls)
        given += keys_walked(code.id, function)
        if given:
            return given
    return [f"cannot follow: {ast.unparse(call)[:80]}"]


def keys_walked(name: str, function: ast.FunctionDef) -> list[str]:
    """Texts that ``for name, … in said.items()`` gives, where ``said`` is a dictionary at hand."""
    at_hand = {
        target.id: node.value
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    walks = [n for n in ast.walk(function) if isinstance(n, ast.For | ast.comprehension)]
    return [
        key.value
        for walk in walks
        if isinstance(walk.target, ast.Tuple) and ast.unparse(walk.target.elts[0]) == name
        for walked in [at_hand.get(ast.unparse(walk.iter).removesuffix(".items()"))]
        if walked is not None
        for key in walked.keys
        if isinstance(key, ast.Constant) and isinstance(key.value, str)
    ]


def codes_in_source(root: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for path in (root / "src").rglob("*.py"):
        for kind, code in codes_of(ast.parse(path.read_text(encoding="utf-8"))):
            found.setdefault(code, set()).add(kind)
    return found


def documented_codes(root: Path) -> dict[str, str]:
    """Code to the cell after it (exit status, or the meaning of a warning)."""
    page = (root / "docs/reference/errors.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^\| `([a-z0-9-]+)` \| ([^|]+?) \|", page, re.MULTILINE))


def test_every_reason_code_is_documented(root: Path) -> None:
    missing = sorted(codes_in_source(root).keys() - documented_codes(root).keys())
    assert not missing, "docs/reference/errors.md lacks these reason codes"


def test_no_reason_code_is_documented_that_does_not_exist(root: Path) -> None:
    gone = sorted(documented_codes(root).keys() - codes_in_source(root).keys())
    assert not gone, "docs/reference/errors.md has codes that nothing gives"


def test_exit_statuses_are_documented_as_they_are(root: Path) -> None:
    documented = documented_codes(root)
    for code, kinds in codes_in_source(root).items():
        statuses = {str(getattr(errors, kind).exit_status) for kind in kinds if kind in KINDS}
        if statuses and code in documented:
            assert set(documented[code].split(" or ")) == statuses, code


def test_a_code_is_followed_to_where_it_is_given() -> None:
    tree = ast.parse(
        "FIXED = 'a-code'\n"
        "def f(code, x):\n    raise UsageError(code, 'x')\n"
        "f('b-code', 1)\n"
        "def g():\n    raise LimitReached(FIXED, 'x')\n"
        "Notice(code='c-code', text='x')\n"
        "def h():\n    said = {'d-code': 'x'}\n"
        "    return [Notice(code=code, text=text) for code, text in said.items()]\n"
    )
    assert sorted(codes_of(tree)) == [
        ("LimitReached", "a-code"),
        ("Notice", "c-code"),
        ("Notice", "d-code"),
        ("UsageError", "b-code"),
    ]


def test_generated_pages_are_current(root: Path) -> None:
    done = subprocess.run(
        [sys.executable, "docs/generate.py", "--check"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_every_field_of_the_findings_says_what_it_holds() -> None:
    schema = json_schema()
    silent = [
        f"{name}.{field}"
        for name, part in [("Findings", schema), *schema["$defs"].items()]
        for field, entry in part.get("properties", {}).items()
        if not entry.get("description", "").strip()
    ]
    assert not silent


def test_every_field_of_the_findings_is_on_its_page(root: Path) -> None:
    page = (root / "docs/reference/findings.md").read_text(encoding="utf-8")
    schema = json_schema()
    for name, part in [("The document", schema), *schema["$defs"].items()]:
        section = page.split(f"\n## {name}\n", 1)[1].split("\n## ", 1)[0]
        for field in part.get("properties", {}):
            assert f"| `{field}` |" in section, f"{name}.{field}"


def test_every_command_and_option_is_documented(root: Path) -> None:
    page = (root / "docs/reference/cli.md").read_text(encoding="utf-8")
    context = click.Context(cli)
    names = cli.list_commands(context)
    assert "verify" in names
    for name in names:
        command = cli.get_command(context, name)
        assert command is not None
        assert f"## telusur {name}\n" in page
        section = page.split(f"## telusur {name}\n", 1)[1].split("\n## ", 1)[0]
        options = [p for p in command.params if isinstance(p, click.Option) and not p.hidden]
        missing = [o for option in options for o in option.opts if o not in section]
        assert not missing, f"telusur {name}"


def schema_at(schema: dict[str, Any], pointer: str) -> bool:
    """Whether the contract has something at a pointer; lists are entered without an index."""
    here: dict[str, Any] = schema
    for part in pointer.strip("/").split("/"):
        options = [here, *here.get("anyOf", []), here.get("items", {})]
        refs = [o["$ref"].rsplit("/", 1)[-1] for o in options if "$ref" in o]
        bodies = [*options, *(schema["$defs"][ref] for ref in refs)]
        found = [body["properties"][part] for body in bodies if part in body.get("properties", {})]
        if not found:
            return False
        here = found[0]
    return True


def test_the_checks_page_points_into_the_contract(root: Path) -> None:
    page = (root / "docs/checks.md").read_text(encoding="utf-8")
    pointers = set(re.findall(r"`(/[a-z_/]+)`", page))
    assert len(pointers) > 10
    assert [pointer for pointer in sorted(pointers) if not schema_at(json_schema(), pointer)] == []
    assert not schema_at(json_schema(), "/verdict/nowhere")


def test_the_checks_page_answers_every_check(root: Path) -> None:
    page = (root / "docs/checks.md").read_text(encoding="utf-8")
    answered = {int(number) for number in re.findall(r"^\| (\d+) \|", page, re.MULTILINE)}
    assert answered == set(range(1, 37))


def test_every_runtime_dependency_has_its_reason(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    needed = [*project["dependencies"], *(need for extra in extras for need in extra)]
    decisions = "\n".join(path.read_text() for path in (root / "docs/adr").glob("0*.md")).lower()
    for need in needed:
        name = re.split(r"[<>=!~ \[]", need, maxsplit=1)[0]
        assert re.search(rf"\b{re.escape(name)}\b", decisions), name


def test_every_decision_is_listed_and_whole(root: Path) -> None:
    index = (root / "docs/adr/index.md").read_text(encoding="utf-8")
    pages = sorted((root / "docs/adr").glob("0*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert f"({page.name})" in index
        for part in ("Context", "Decision", "Weighed", "Consequences"):
            assert f"**{part}.**" in text, f"{page.name}: {part}"


def test_every_page_is_in_the_navigation(root: Path) -> None:
    site = (root / "zensical.toml").read_text(encoding="utf-8")
    pages = [path.relative_to(root / "docs").as_posix() for path in (root / "docs").rglob("*.md")]
    listed = [page for page in pages if not page.startswith("adr/0")]
    assert [page for page in sorted(listed) if f'"{page}"' not in site] == []
