"""`doctor`: the settings in force, and whether engines, database, storage and disk are as they should be."""

from __future__ import annotations

import shutil
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sqlalchemy.engine import make_url

from ocrcore.config import unknown_variables
from ocrcore.database.diagnosis import diagnose
from ocrcore.desk.desk import Desk
from ocrcore.desk.inventory import take_inventory
from ocrcore.engines.base import engine_classes
from ocrcore.errors import (
    ConfigurationError,
    DatabaseError,
    EngineUnavailable,
    NoWorker,
    OcrDeskError,
    StorageError,
    UnknownEngine,
)
from ocrcore.storage.store import open_storage
from ocrcore.worker.fault_note import FaultNote

if TYPE_CHECKING:
    from ocrcore.config import Settings

LITTLE_SPACE_BYTES = 1024**3
_PROBE_KEY = "probe/doctor"


async def examine(settings: Settings) -> tuple[dict[str, Any], list[OcrDeskError]]:
    """Look at everything.

    Returns:
        The report as JSON-able data, and what is wrong, the worst first.
    """
    problems: list[OcrDeskError] = []
    engines = {name: each.availability().to_json() for name, each in engine_classes().items()}
    problems += [
        ConfigurationError(name=name, near=near) if near else ConfigurationError(name=name)
        for name, near in unknown_variables().items()
    ]
    report = {
        "settings": _settings(settings),
        "engines": engines,
        "database": await _database(settings, problems),
        "storage": _storage(settings, problems),
        "disk": _disk(settings, problems),
    }
    is_current = report["database"].get("revision") == report["database"].get("newest_revision", "")
    report["queue"] = await _queue(settings, problems) if is_current else {}
    default = engines.get(settings.default_engine)
    if default is None:
        problems.append(UnknownEngine(case="in_settings", engine=settings.default_engine))
    elif not default["available"]:
        why, install = default["reason"], default["install"]
        facts = {"why": why, "install": install} if install else {"why": why}
        problems.append(EngineUnavailable(case="in_settings" if install else "in_settings_alone", **facts))
    return report | {"problems": [{"code": each.code, "message": each.message} for each in problems]}, problems


def _settings(settings: Settings) -> dict[str, Any]:
    shown = {f"OCR_{name.upper()}": value for name, value in settings.model_dump(mode="json").items()}
    for name in ("OCR_DATABASE_URL", "OCR_STORAGE_URL"):
        if "@" in shown[name]:
            shown[name] = make_url(shown[name]).render_as_string(hide_password=True)
    return shown


async def _database(settings: Settings, problems: list[OcrDeskError]) -> dict[str, Any]:
    try:
        found = await diagnose(settings.sqlalchemy_url)
    except OcrDeskError as error:
        problems.append(error)
        return {"error": error.message}
    if found.is_newer:
        problems.append(DatabaseError(case="newer"))
    return asdict(found)


async def _queue(settings: Settings, problems: list[OcrDeskError]) -> dict[str, Any]:
    """Compare rows, files and workers of a database of this version."""
    try:
        async with Desk.open(settings) as desk:
            inventory = await take_inventory(desk)
            waiting, workers = await desk.jobs.count_pending(), await desk.worker_queue.live_workers()
    except OcrDeskError as error:
        problems.append(error)
        return {"error": error.message}
    if inventory.missing:
        problems.append(StorageError(missing=len(inventory.missing), name=inventory.missing[0]))
    if inventory.orphans:
        problems.append(StorageError(orphans=len(inventory.orphans)))
    if waiting and not workers:
        problems.append(FaultNote(settings.data_dir).read() or NoWorker(waiting=waiting))
    return {
        "waiting": waiting,
        "workers": len(workers),
        "missing_uploads": len(inventory.missing),
        "orphans": len(inventory.orphans),
    }


def _storage(settings: Settings, problems: list[OcrDeskError]) -> dict[str, Any]:
    try:
        storage = open_storage(settings)
        storage.write(_PROBE_KEY, b"probe")
        storage.delete(_PROBE_KEY)
    except (StorageError, ConfigurationError) as error:
        problems.append(error)
        return {"writable": False, "error": error.message}
    return {"writable": True}


def _disk(settings: Settings, problems: list[OcrDeskError]) -> dict[str, Any]:
    folder = settings.data_dir.resolve()
    there = next(each for each in (folder, *folder.parents) if each.exists())
    usage = shutil.disk_usage(there)
    if usage.free < LITTLE_SPACE_BYTES:
        problems.append(StorageError(free_mb=usage.free // 1024**2, folder=str(folder)))
    return {"folder": str(folder), "free_bytes": usage.free, "total_bytes": usage.total}


def in_words(report: dict[str, Any]) -> list[list[str]]:
    """Return a report as rows of a table."""
    rows = [[name, str(value)] for name, value in report["settings"].items()]
    rows.append(["", ""])
    for name, engine in report["engines"].items():
        found = f"{engine['version']} ({', '.join(engine['languages'])})"
        missing = f"not available: {engine['reason']} {engine['install']}".rstrip()
        rows.append([f"engine {name}", found if engine["available"] else missing])
    database, disk = report["database"], report["disk"]
    if "error" in database:
        rows.append(["database", database["error"]])
    else:
        rows.append(["database", f"{database['version']} {database['journal_mode']}".rstrip()])
        state = database["revision"] or "not there yet; the first start makes it"
        rows.append(["schema", f"{state} (this version: {database['newest_revision']})"])
        rows += [["note", database["note"]]] if database["note"] else []
    if (queue := report["queue"]) and "error" not in queue:
        rows.append(["queue", "{waiting} waiting, {workers} workers".format(**queue)])
        rows.append(["files", "{missing_uploads} missing, {orphans} that no document refers to".format(**queue)])
    rows.append(["storage", "writable" if report["storage"]["writable"] else report["storage"]["error"]])
    free, total = disk["free_bytes"] / 1024**3, disk["total_bytes"] / 1024**3
    rows.append(["disk", f"{free:.1f} of {total:.1f} GB free for {disk['folder']}"])
    return rows
