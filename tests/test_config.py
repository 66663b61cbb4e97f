"""Cores of a container, and variables that nobody reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ocrcore.config import cpu_quota, unknown_variables, usable_cores

if TYPE_CHECKING:
    from pathlib import Path


def group(root: Path, membership: str, **files: str) -> None:
    (root / "proc/self").mkdir(parents=True)
    (root / "proc/self/cgroup").write_text(membership, "ascii")
    for name, content in files.items():
        path = root / "sys/fs/cgroup" / name.replace("__", ".").replace("_SLASH_", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "ascii")


@pytest.mark.parametrize(
    ("membership", "files", "expected"),
    [
        ("0::/\n", {"cpu__max": "150000 100000\n"}, 1.5),
        ("0::/\n", {"cpu__max": "max 100000\n"}, None),
        (
            "0::/desk/web\n",
            {"desk_SLASH_cpu__max": "200000 100000\n", "desk_SLASH_web_SLASH_cpu__max": "max 100000\n"},
            2.0,
        ),
        (
            "3:cpu,cpuacct:/x\n",
            {"cpu_SLASH_cpu__cfs_quota_us": "50000\n", "cpu_SLASH_cpu__cfs_period_us": "100000\n"},
            0.5,
        ),
        ("3:cpu:/\n", {"cpu_SLASH_cpu__cfs_quota_us": "-1\n", "cpu_SLASH_cpu__cfs_period_us": "100000\n"}, None),
        ("0::/\n", {}, None),
    ],
)
def test_a_container_s_share_of_the_processor_is_known(
    tmp_path: Path, membership: str, files: dict[str, str], expected: float | None
) -> None:
    group(tmp_path, membership, **files)
    assert cpu_quota(tmp_path) == expected


def test_there_is_always_a_core() -> None:
    assert usable_cores() >= 1


def test_a_variable_that_is_no_setting_is_named_with_the_nearest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OCR_MAX_UPLOADS_MB", "3")
    (tmp_path / ".env").write_text("OCR_WHAT_IS_THIS_ABOUT=1\nOCR_DATA_DIR=x\nOTHER=1\n", "utf-8")
    found = unknown_variables()
    assert found["OCR_MAX_UPLOADS_MB"] == "OCR_MAX_UPLOAD_MB"
    assert "OCR_WHAT_IS_THIS_ABOUT" in found
    assert not {"OCR_DATA_DIR", "OTHER"} & found.keys()
