"""The settings: the only reader of the environment (prefix `OCR_`, also from `.env`)."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from ocrcore.errors import ConfigurationError


def usable_cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Settings(BaseSettings):
    """Everything that can be set. Each field `name` is read from `OCR_NAME`."""

    model_config = SettingsConfigDict(env_prefix="OCR_", env_file=".env", extra="ignore", frozen=True)

    data_dir: Path = Field(Path("data"), description="Folder for everything the program writes.")
    database_url: str = Field("", description="SQLAlchemy async URL; empty: SQLite in the data folder.")
    storage_url: str = Field("", description="Where uploads lie; empty: the data folder.")
    allow_open: bool = Field(default=False, description="Listen on a network without sign-in.")
    worker_processes: int = Field(default_factory=usable_cores, ge=1, le=256, description="OCR processes of a worker.")
    worker_autostart: bool = Field(default=True, description="The server starts a worker when none runs.")
    default_engine: str = Field("doctr_plus", description="Engine for a document that names none.")
    doctr_weights: Literal["bundled", "pretrained"] = Field("bundled", description="Weights of the docTR engines.")
    job_expiry_hours: float = Field(24.0, gt=0, description="What nobody confirmed is deleted after this time.")
    keep_confirmed_days: float = Field(90.0, gt=0, description="Longest time that confirmed documents wait for export.")
    lease_seconds: float = Field(30.0, gt=0, description="A job whose worker is silent for this long runs again.")
    max_attempts: int = Field(3, ge=1, description="Runs of a job before it is failed for good.")
    max_upload_mb: float = Field(25.0, gt=0, description="Largest file accepted, in MiB.")
    max_pages: int = Field(200, ge=1, description="Most pages of one document.")
    max_pixels: int = Field(80_000_000, ge=1, description="Most pixels of one page.")
    page_timeout_seconds: float = Field(60.0, gt=0, description="Longest time for reading one page.")
    memory_limit_mb: int = Field(2048, ge=128, description="Memory that one OCR process may use, in MiB.")

    @property
    def sqlalchemy_url(self) -> str:
        """The database's URL with the default filled in."""
        return self.database_url or f"sqlite+aiosqlite:///{self.data_dir.resolve() / 'ocrdesk.sqlite3'}"

    @property
    def max_upload_bytes(self) -> int:
        """Largest upload in bytes."""
        return int(self.max_upload_mb * 1024 * 1024)

    @property
    def threads_per_process(self) -> int:
        """Threads that one OCR process may use, so that processes times threads stay within the cores."""
        return max(1, usable_cores() // self.worker_processes)


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """Return the process's settings.

    Raises:
        ConfigurationError: A variable has a value that is not allowed; the message names it.
    """
    return load_settings()


def load_settings(**overrides: object) -> Settings:
    """Read the settings anew, with `overrides` above the environment.

    Raises:
        ConfigurationError: A variable has a value that is not allowed; the message names it.
    """
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        problems = "; ".join(f"OCR_{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors())
        raise ConfigurationError(problems=problems) from error
