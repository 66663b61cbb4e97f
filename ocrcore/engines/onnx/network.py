"""One of the project's networks, loaded from its checked file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ocrcore.engines.onnx.checked_file import read_checked

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
        from onnxruntime import InferenceSession, SessionOptions  # noqa: PLC0415

        options = SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        # Shapes vary from run to run: what an arena kept for the largest of all would stay (see `freed_memory`).
        options.enable_mem_pattern = options.enable_cpu_mem_arena = False
        self._session: Any = InferenceSession(read_checked(path, sha256), options, providers=["CPUExecutionProvider"])

    def run(self, batch: NDArray[np.generic]) -> NDArray[np.float32]:
        """Return what the network makes of a batch."""
        (output,) = self._session.run(None, {"input": batch})
        found: NDArray[np.float32] = output
        return found
