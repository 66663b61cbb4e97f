"""The settings: the only reader of the environment (prefix `OCR_`, also from `.env`)."""

from __future__ import annotations

import os
from contextlib import suppress
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Literal

from dotenv import dotenv_values
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from ocrcore.errors import ConfigurationError
from ocrcore.logs import LogFormat  # noqa: TC001 - pydantic reads the annotations


def usable_cores() -> int:
    """Return how many cores this process may use, also within a container that has a part of them only."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, int(cpu_quota() or cores)))


def cpu_quota(root: Path = Path("/")) -> float | None:
    """Return how many cores' worth of time the control group of this process gets; None where it has no limit.

    Source: cpu.max of Linux' cgroup v2, cpu.cfs_quota_us of v1. A group's limit holds for the groups in it.
    """
    with suppress(OSError, ValueError):
        groups = [line.split(":", 2) for line in (root / "proc/self/cgroup").read_text(encoding="ascii").splitlines()]
        limits: list[float] = []
        for _, controllers, path in groups:
            if controllers and "cpu" not in controllers.split(","):
                continue
            folder = root / "sys/fs/cgroup" / ("cpu" if controllers else "") / path.strip("/")
            limits += [found for each in (folder, *folder.parents) if (found := _quota_of(each)) is not None]
        return min(limits, default=None)
    return None


def _quota_of(folder: Path) -> float | None:
    with suppress(OSError, ValueError):
        quota, period = (folder / "cpu.max").read_text(encoding="ascii").split()
        return int(quota) / int(period)
    with suppress(OSError, ValueError):
        quota, period = ((folder / f"cpu.cfs_{name}_us").read_text(encoding="ascii") for name in ("quota", "period"))
        return int(quota) / int(period) if int(quota) > 0 else None
    return None


class Settings(BaseSettings):
    """Everything that can be set. Each field `name` is read from `OCR_NAME`."""

    model_config = SettingsConfigDict(env_prefix="OCR_", env_file=".env", extra="ignore", frozen=True)

    data_dir: Path = Field(Path("data"), description="Folder for everything the program writes.")
    database_url: str = Field("", description="SQLAlchemy async URL; empty: SQLite in the data folder.")
    storage_url: str = Field("", description="Where uploads lie; empty: the data folder.")
    allow_open: bool = Field(default=False, description="Listen on a network without sign-in.")
    log_format: LogFormat = Field("text", description="How the server and the worker log: text or json.")
    worker_processes: int = Field(default_factory=usable_cores, ge=1, le=256, description="OCR processes of a worker.")
    worker_autostart: bool = Field(default=True, description="The server starts a worker when none runs.")
    default_engine: str = Field("doctr_plus", description="Engine for a document that names none.")
    doctr_weights: Literal["bundled", "pretrained"] = Field("bundled", description="Weights of the docTR engines.")
    job_expiry_hours: float = Field(24.0, gt=0, description="What nobody confirmed is deleted after this time.")
    keep_confirmed_days: float = Field(90.0, gt=0, description="Longest time that confirmed documents wait for export.")
    lease_seconds: float = Field(30.0, gt=0, description="A job whose worker is silent for this long runs again.")
    max_attempts: int = Field(3, ge=1, description="Runs of a job before it is failed for good.")
    max_upload_mb: float = Field(25.0, gt=0, description="Largest file accepted, in MiB.")
    upload_timeout_seconds: float = Field(300.0, gt=0, description="Longest time for one upload to come in.")
    max_waiting: int = Field(100_000, ge=1, description="Most documents that wait to be read.")
    max_waiting_per_person: int = Field(5_000, ge=1, description="Most of them that one signed-in person has.")
    requests_per_minute: int = Field(1_200, ge=1, description="Most requests a minute with one API token.")
    min_free_mb: int = Field(256, ge=0, description="Uploads leave this much of the disk free, in MiB.")
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


def unknown_variables() -> dict[str, str]:
    """Return the variables of the environment and of `.env` that look like settings and are none, with the nearest one."""
    known = {f"OCR_{name.upper()}" for name in Settings.model_fields}
    named = {*os.environ, *dotenv_values(".env")}
    strange = sorted(name for name in named if name.upper().startswith("OCR_") and name.upper() not in known)
    return {name: next(iter(get_close_matches(name.upper(), known, n=1)), "") for name in strange}


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
