"""What `sample` and `demo` share: words in the installation's language, refusals, and the sample's accounts."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import click
from rich.console import Console
from rich.table import Table

from service.messages import N_, Message, OperationError
from service.sample.accounts import PASSWORD
from service.settings import SettingsError, load_settings
from service.words import translate

REFUSED = 2
ROLES = (N_("管理员"), N_("单位联络员"), N_("社区负责人"), N_("机关干部"))


@contextmanager
def refusing() -> Iterator[str]:
    """Gives the language of the installation; a refusal becomes a line on standard error and exit code 2."""
    try:
        language = load_settings().language
    except SettingsError as error:
        click.echo(str(error), err=True)
        sys.exit(REFUSED)
    try:
        yield language
    except OperationError as error:
        click.echo(translate(error.message, language), err=True)
        sys.exit(REFUSED)


def print_accounts(names: Sequence[str], language: str) -> None:
    """A table of the sample's accounts, in the order of the roles."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in (N_("角色"), N_("用户名"), N_("密码")):
        table.add_column(translate(heading, language))
    for role, name in zip(ROLES, names, strict=True):
        table.add_row(translate(role, language), name, PASSWORD)
    console = Console()
    console.print(table)
    console.print(translate(Message("样例数据为程序合成，与真实的人和单位无关"), language))
