"""Write the reference pages that are made from the code: findings, commands, Python names.

``python docs/generate.py`` writes them; ``--check`` only compares, and fails where one is stale.
They are kept in the repository, so that they can be read where the code is read.
"""

from __future__ import annotations

import argparse
import inspect
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import telusur
from telusur.cli.main import cli
from telusur.describing import library
from telusur.model.findings import SCHEMA_NAME, json_schema

if TYPE_CHECKING:
    from collections.abc import Iterator

REFERENCE = Path(__file__).resolve().parent / "reference"
WIDTH = 88  # columns of a command's help on its page
MADE = "<!-- Made by docs/generate.py; edit the code instead. -->\n"


def schema_type(schema: dict[str, Any]) -> str:
    """A JSON Schema type in a few words, with a link where it is a type of the contract."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(schema_type(option) for option in schema["anyOf"]))
    if "const" in schema or "enum" in schema:
        return " or ".join(f"`{value}`" for value in schema.get("enum", [schema.get("const")]))
    if schema.get("type") == "array":
        return f"list of {schema_type(schema.get('items', {}))}"
    if schema.get("type") == "object":
        inner = schema.get("additionalProperties")
        return f"object of {schema_type(inner)}" if isinstance(inner, dict) else "object"
    return str(schema.get("format", schema.get("type", "any value")))


def field_table(schema: dict[str, Any]) -> str:
    """The fields of one object of the contract."""
    rows = "".join(
        f"| `{name}` | {schema_type(field)} | {cell(field['description'])} |\n"
        for name, field in schema.get("properties", {}).items()
    )
    return f"| field | type | meaning |\n|---|---|---|\n{rows}"


def cell(text: str) -> str:
    """Text that fits into a table's cell."""
    return " ".join(text.split()).replace("|", "\\|")


def findings_page() -> str:
    """Every field of ``findings.json``."""
    schema = json_schema()
    parts = [
        MADE,
        "# The findings\n",
        (
            f"`OUT/findings.json` follows the contract `{SCHEMA_NAME}`. Fields are added, never "
            "renamed or removed. `telusur findings-schema` prints it as JSON Schema (2020-12), and "
            "every run validates its own findings against it before it writes them.\n"
        ),
        "## The document\n",
        field_table(schema),
    ]
    for name, part in sorted(schema["$defs"].items()):
        parts += [f"## {name}\n", f"{inspect.cleandoc(part.get('description', ''))}\n"]
        if "enum" in part:
            parts.append("One of " + ", ".join(f"`{value}`" for value in part["enum"]) + ".\n")
        if part.get("properties"):
            parts.append(field_table(part))
    return "\n".join(parts)


def commands(
    command: click.Command, path: str = "telusur", above: click.Context | None = None
) -> Iterator[tuple[str, str]]:
    """The words that call each command, from the top down, and the help it prints."""
    context = click.Context(
        command,
        above,
        info_name=path.rsplit(" ", 1)[-1],
        terminal_width=WIDTH,
        max_content_width=WIDTH,
    )
    yield path, "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            if child is not None and not child.hidden:
                yield from commands(child, f"{path} {name}", context)


def cli_page() -> str:
    """The help of every command, as the command itself prints it."""
    parts = [MADE, "# The commands\n"]
    for path, text in commands(cli):
        parts.append(f"## {path}\n\n```text\n{text}\n```\n")
    return "\n".join(parts)


def python_page() -> str:
    """The public names of the package."""
    parts = [MADE, "# The Python names\n", f"{inspect.getdoc(telusur)}\n"]
    for name in sorted(getattr(telusur, "__all__", ())):
        value = getattr(telusur, name)
        if not (inspect.isclass(value) or inspect.isfunction(value)):
            continue
        signature = f"{name}{inspect.signature(value)}" if inspect.isfunction(value) else name
        parts.append(f"## {name}\n\n```python\n{signature}\n```\n\n```text\n")
        parts[-1] += f"{inspect.getdoc(value)}\n```\n"
    return "\n".join(parts)


def library_page() -> str:
    """The descriptions that ship with Telusur, column by column."""
    parts = [
        MADE,
        "# The library of descriptions\n",
        (
            "Registers known by their columns alone, from public sources; no data of any holder is "
            "in them. `--register library:NAME` takes one as a candidate, `telusur register show "
            "NAME` prints it to be edited. A header that fits one proves no more than *similar*.\n"
        ),
    ]
    for name, spec in library():
        parts += [
            f"## {name}\n",
            f"{spec.register_.title.en} ({spec.register_.title.id}): {spec.holder}.\n",
            "\n".join(f"- {source}" for source in spec.register_.sources) + "\n",
            "| column | type | meaning | | other names |\n|---|---|---|---|---|\n"
            + "".join(
                f"| `{column}` | {about.type} | {about.label.en} | "
                f"{'of this holder alone' if about.exclusive else ''}"
                f"{'always there' if about.required else ''} | {', '.join(about.aliases)} |\n"
                for column, about in spec.columns.items()
            ),
        ]
    return "\n".join(parts)


PAGES = {
    "findings.md": findings_page,
    "python.md": python_page,
    "cli.md": cli_page,
    "library.md": library_page,
}


def main() -> int:
    """Write or compare all pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare only")
    check = parser.parse_args().check
    stale = []
    for name, make in PAGES.items():
        page, made = REFERENCE / name, make()
        if page.exists() and page.read_text(encoding="utf-8") == made:
            continue
        stale.append(f"docs/reference/{name}")
        if not check:
            page.write_text(made, encoding="utf-8")
    if check and stale:
        sys.stderr.write(f"stale: {', '.join(stale)}. Hint: python docs/generate.py\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
