"""Chromium for the browser tests: from a variable, the system, or apt. `python -m tests.support.chromium` sets it up."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

VARIABLE = "GRID_DUTY_TEST_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_chromium() -> str | None:
    """The path of a Chromium, or None."""
    named = os.environ.get(VARIABLE)
    if named:
        return named if Path(named).is_file() else None
    return next((path for path in map(shutil.which, NAMES) if path), None)


def has_chinese_font() -> bool:
    """Whether Chinese text would be drawn as text and not as boxes."""
    tool = shutil.which("fc-list")
    return bool(tool and subprocess.run([tool, ":lang=zh"], capture_output=True, check=False).stdout.strip())


def install() -> None:
    """Install Chromium and a Chinese font with apt, where that is possible without asking."""
    apt = shutil.which("apt-get")
    if apt is None:
        return
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if prefix and not shutil.which("sudo"):
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-qq"], ["install", "-y", "-qq", "chromium", "fonts-noto-cjk", "fontconfig"]):
        subprocess.run([*prefix, apt, *arguments], env=environment, stdout=subprocess.DEVNULL, check=False)


def main() -> int:
    """Set Chromium up; never fails: the suite itself says loudly what could not run."""
    if find_chromium() is None or not has_chinese_font():
        print("Installing Chromium and a Chinese font for the browser tests …", flush=True)
        install()
    if find_chromium() is None:
        print("No Chromium: the browser tests will not run.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
