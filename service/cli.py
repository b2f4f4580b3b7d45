"""`grid-duty`: the console command. Each command is a file of `service.commands`, loaded when it is called."""

from __future__ import annotations

import importlib
import pkgutil
from importlib.metadata import version

import click

import service.commands


class LazyGroup(click.Group):
    """A group that imports a command's module only when that command is wanted: `--help` stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        names = (module.name for module in pkgutil.iter_modules(service.commands.__path__))
        return sorted(name.replace("_", "-") for name in names if not name.startswith("_"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"service.commands.{cmd_name.replace('-', '_')}")
        command = module.command
        assert isinstance(command, click.Command)
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("grid-duty"), "-V", "--version")
def main() -> None:
    """Plans and runs the monthly duty of office cadres in grid zones."""


if __name__ == "__main__":
    main()
