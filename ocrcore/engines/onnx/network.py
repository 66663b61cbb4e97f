"""A network that ONNX Runtime runs, with the settings that every one of them needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class OnnxNetwork:
    """A network with one input and one output."""

    def __init__(self, content: bytes, *, threads: int) -> None:
        """Load a network that runs with at most `threads` threads.

        Raises:
            ImportError: ONNX Runtime is not installed.
        """
        from onnxruntime import InferenceSession, SessionOptions  # noqa: PLC0415

        options = SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        # Shapes vary from run to run: what an arena kept for the largest of all would stay (see `freed_memory`).
        options.enable_mem_pattern = options.enable_cpu_mem_arena = False
        self._session: Any = InferenceSession(content, options, providers=["CPUExecutionProvider"])
        self._input: str = self._session.get_inputs()[0].name

    def run(self, batch: NDArray[np.generic]) -> NDArray[np.float32]:
        """Return what the network makes of a batch."""
        (output,) = self._session.run(None, {self._input: batch})
        found: NDArray[np.float32] = output
        return found
