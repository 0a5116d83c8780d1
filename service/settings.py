"""What can be set: on the command line, or as GONGJI_… in the environment; the command line wins."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict


class SettingsError(Exception):
    """A setting is missing or wrong; says which, and what would be right."""


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="GONGJI_", extra="forbid", hide_input_in_errors=True)

    database_url: str = "sqlite:///var/gongji.sqlite"
    listen: str = "127.0.0.1:50051"
    metrics: str | None = None
    """HOST:PORT of the pages for whoever watches: /metrics, /livez, /readyz. Without it nothing is counted."""
    workers: int = Field(1, ge=1, le=64)
    sandbox: bool = False
    sandbox_anywhere: bool = False
    """Lets a sandbox listen beyond loopback, where anybody who reaches it may do anything."""
    policies: Path = Path("policies")
    key_file: Path | None = None
    platforms_file: Path | None = None
    log_format: Literal["auto", "json", "console"] = "auto"
    stop_seconds: float = Field(10, gt=0)
    """How long a server that stops waits for calls that it has taken."""
    poll_seconds: float = Field(0.2, gt=0, le=60)
    """How often each worker looks for new events, to give them their positions and to tell them to followers."""
    connections: int = Field(4, ge=1, le=100)
    """Connections of each worker to the database for writes, and as many again for reads."""


def read_settings(**given: Any) -> Settings:
    """The settings, with what was given on the command line; None means that an option was not given."""
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        raise SettingsError("; ".join(map(problem_of, error.errors()))) from None


def problem_of(error: Mapping[str, Any]) -> str:
    """What is wrong with one setting, without its value."""
    return f"{'.'.join(map(str, error['loc']))}: {error['msg']}"
