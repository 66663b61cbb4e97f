"""One of the project's networks, loaded from its checked file; it gives its memory back after every run."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from ocrcore.errors import EngineUnavailable

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray


class OnnxNetwork:
    """A network with one input, called `input`, and one output."""

    def __init__(self, path: Path, *, sha256: str, threads: int) -> None:
        """Load a network that runs with at most `threads` threads.

        Raises:
            ImportError: ONNX Runtime is not installed.
            EngineUnavailable: The file is missing or is not the one that the hash names.
        """
        from onnxruntime import InferenceSession, RunOptions, SessionOptions  # noqa: PLC0415

        options = SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        # Within a run memory is used again and again; between runs, whose shapes vary, the largest of all would stay.
        options.enable_mem_pattern = False
        self._after_run: Any = RunOptions()
        self._after_run.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
        self._session: Any = InferenceSession(_checked(path, sha256), options, providers=["CPUExecutionProvider"])

    def run(self, batch: NDArray[np.generic]) -> NDArray[np.float32]:
        """Return what the network makes of a batch."""
        (output,) = self._session.run(None, {"input": batch}, self._after_run)
        found: NDArray[np.float32] = output
        return found


def _checked(path: Path, sha256: str) -> bytes:
    """Return a network after comparing its SHA-256."""
    try:
        network = path.read_bytes()
    except OSError as error:
        raise EngineUnavailable(f"The weights {path.name} cannot be read. Install the package anew.") from error
    if hashlib.sha256(network).hexdigest() != sha256:
        raise EngineUnavailable(f"The weights {path.name} are damaged (wrong hash). Install the package anew.")
    return network
