"""Settings: TOML from `config/`, the environment over it, typed, refused with a clear message when wrong."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

CONFIG_VARIABLE = "GRID_DUTY_CONFIG"
DEFAULT_CONFIG = Path(__file__).parent.parent / "config" / "grid-duty.toml"


class SettingsError(Exception):
    """A setting is wrong. The text names the setting, its value and what was expected."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class WebSettings(_Section):
    """The web server."""

    host: str = "127.0.0.1"
    port: int = Field(8000, ge=1, le=65535)
    threads: int = Field(8, ge=1, le=128)
    https: bool = False
    behind_proxies: int = Field(0, ge=0, le=5)
    session_minutes: int = Field(60, ge=5, le=1440)
    lock_after_failures: int = Field(5, ge=3, le=50)
    lock_minutes: int = Field(15, ge=1, le=1440)
    lock_address_after_failures: int = Field(100, ge=10, le=100_000)
    password_length: int = Field(10, ge=8, le=64)
    second_factor_for: tuple[Literal["admin", "unit_officer", "community_head", "cadre"], ...] = ()
    upload_megabytes: int = Field(20, ge=1, le=200)


class NightSettings(_Section):
    """The nightly run. `draft_from_day`: from this day of a month on, next month is drafted each night."""

    at: str = Field("02:00", pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")
    draft_from_day: int = Field(15, ge=1, le=28)
    keep_days: int = Field(3, ge=0, le=31)
    publish_by_itself: bool = False


class SolverSettings(_Section):
    """The solver: seconds, workers and seed of a solve; how many solves run at once."""

    time_limit: float = Field(60, gt=0, le=86400)
    workers: int = Field(2, ge=1, le=64)
    seed: int = Field(1, ge=0, le=2**31 - 1)
    at_once: int = Field(1, ge=1, le=16)
    memory_megabytes: int = Field(4096, ge=512)


class BackupSettings(_Section):
    """Where backups go (relative to the data folder unless absolute), and how many are kept."""

    folder: Path = Path("backups")
    keep: int = Field(14, ge=1, le=3650)


class Settings(BaseSettings):
    """All settings. Environment: GRID_DUTY_DATABASE_URL, GRID_DUTY_WEB__PORT, GRID_DUTY_NIGHT__AT, …"""

    model_config = SettingsConfigDict(env_prefix="GRID_DUTY_", env_nested_delimiter="__", extra="forbid", frozen=True)
    data_folder: Path = Path("var")
    database_url: str | None = None
    secret_key: SecretStr | None = None
    language: Literal["zh", "en"] = "zh"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    web: WebSettings = WebSettings()
    night: NightSettings = NightSettings()
    solver: SolverSettings = SolverSettings()
    backup: BackupSettings = BackupSettings()

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str | None) -> str | None:
        if not value:
            return None
        try:
            name = make_url(value).get_backend_name()
        except ArgumentError:
            name = ""
        if name not in ("sqlite", "postgresql"):
            raise ValueError("expected sqlite:///PATH or postgresql://USER@HOST/NAME")
        return value

    @field_validator("secret_key")
    @classmethod
    def _long_enough(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and len(value.get_secret_value()) < 32:
            raise ValueError("expected at least 32 characters")
        return value

    @property
    def database(self) -> str:
        """The database's URL; an SQLite file in the data folder unless set."""
        return self.database_url or f"sqlite:///{(self.data_folder / 'grid-duty.sqlite').absolute()}"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is given in code first, then the environment, then the TOML file."""
        path = Path(os.environ.get(CONFIG_VARIABLE) or DEFAULT_CONFIG)
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, path)


def _words(problem: Any) -> str:
    """What was expected: pydantic's words, but for a name that nobody knows."""
    return "没有这一项设置 no such setting" if problem["type"] == "extra_forbidden" else str(problem["msg"])


def load_settings(**given: Any) -> Settings:
    """Read the settings; `given` overrides both file and environment.

    Raises:
        SettingsError: a setting is unknown or wrong, or the named file cannot be read.
    """
    named = os.environ.get(CONFIG_VARIABLE)
    if named and not Path(named).is_file():
        raise SettingsError(f"{CONFIG_VARIABLE}: no such file: {named}")
    try:
        return Settings(**given)
    except ValidationError as error:
        lines = [
            f"{'.'.join(str(part) for part in problem['loc'])} = {problem.get('input')!r}: {_words(problem)}"
            for problem in error.errors(include_url=False)
            if problem["loc"] != ("secret_key",)
        ] or ["secret_key: expected at least 32 characters"]
        raise SettingsError("; ".join(lines)) from None
    except ValueError as error:
        raise SettingsError(f"{named or DEFAULT_CONFIG}: {error}") from None


def secret_key(settings: Settings, purpose: str = "secret_key") -> str:
    """The secret key: as set, else made at the first start and kept in the data folder (mode 0600)."""
    if settings.secret_key is not None:
        return f"{purpose}:{settings.secret_key.get_secret_value()}"
    path = settings.data_folder / purpose
    settings.data_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        key = path.read_text().strip()
        if len(key) < 32:
            raise SettingsError(f"{path}: the key is damaged; delete the file to make a new one") from None
        return key
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))
        file.flush()
        os.fsync(file.fileno())
    return path.read_text()
