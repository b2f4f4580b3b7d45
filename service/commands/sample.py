"""`grid-duty sample`: puts a sample district into the database."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from service.commands import _console as console
from service.commands._sample_words import print_accounts
from service.database import write_transaction
from service.messages import Message
from service.sample import SampleOptions
from service.sample.installation import make_installed_sample, open_database


@click.command()
@click.option("--cadres", type=int, default=598, show_default=True, help="How many cadres.")
@click.option("--units", type=int, default=None, help="How many units; in proportion to the cadres unless given.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed and day give the same sample.")
@click.option(
    "--communities",
    type=click.Path(path_type=Path),
    default=None,
    help="Another district's list of communities: CSV with code12,street,name,…,lng_gcj02,lat_gcj02, or adcode's form.",
)
@click.option("--name", default=None, help="The district's name.")
@click.option(
    "--code", default=None, help="The district's code; the first six digits of the communities' unless given."
)
@console.plainly
def command(
    cadres: int, units: int | None, seed: int, communities: Path | None, name: str | None, code: str | None
) -> None:
    """Put a synthetic sample district into the database: people, places, calendar, and an account for each role.

    Refuses where the database holds a real district. Plans nothing: see `grid-duty demo` for that.
    """
    settings = console.settings()
    options = SampleOptions(cadres, units, seed, communities, name, code)
    with open_database(settings) as sessions, write_transaction(sessions) as session:
        district, users = make_installed_sample(session, datetime.now(UTC), options)
    made = Message("已生成样例区划：%(name)s，机关干部%(cadres)d人", name=district.name, cadres=cadres)
    console.say(made, settings.language)
    print_accounts(users, settings.language)
