"""A group of commands whose modules are imported only when a command is named."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Mapping


class LazyGroup(click.Group):
    """Imports a command's module only when it is named, so that ``--help`` is instant.

    Args:
        modules: command name to the module of ``telusur.cli`` that holds it as ``command``, in the
            order a newcomer needs them.
    """

    def __init__(self, *args: Any, modules: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """Names in the order a newcomer needs them."""
        return list(self._modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name, or None."""
        if cmd_name not in self._modules:
            return None
        module = importlib.import_module(f"telusur.cli.{self._modules[cmd_name]}")
        command: click.Command = module.command
        return command
