"""The network that reads lines, as it is loaded and run; `recogniser` knows what it means.

onnxruntime runs it in half the time that OpenCV takes. Where there is no wheel of it (a Mac with an
Intel processor) OpenCV does, with the same answers to the fourth decimal.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Runner = Callable[[Floats], Floats]
"""from a batch of pictures (number, colour, row, column) to what stands at each step (number, step,
character)"""

_WEIGHTS = Path(__file__).with_name("ppocrv6_tiny.onnx")
_ONLY_ERRORS = 3
"""of the log of onnxruntime, which else tells of optimisations on standard error"""


@cache
def load_network() -> Runner:
    """What runs the network, loaded when the first line is read: 30 ms and 50 MB."""
    try:
        return _load_onnxruntime()
    except ModuleNotFoundError:
        return _load_opencv()


def _load_onnxruntime() -> Runner:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # many files are read side by side, each on one thread
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = _ONLY_ERRORS
    # memory for the widest line is not kept for the next file
    options.enable_cpu_mem_arena = False
    session = onnxruntime.InferenceSession(
        str(_WEIGHTS),
        options,
        providers=["CPUExecutionProvider"],
    )
    name = session.get_inputs()[0].name

    def run(batch: Floats) -> Floats:
        answer: Floats = session.run(None, {name: batch})[0]
        return answer

    return run


def _load_opencv() -> Runner:
    net = cv2.dnn.readNetFromONNX(str(_WEIGHTS))
    turn = threading.Lock()

    def run(batch: Floats) -> Floats:
        # the network holds its input, and the number of threads is the whole process's
        with turn:
            threads = cv2.getNumThreads()
            cv2.setNumThreads(1)
            try:
                net.setInput(batch)
                # a copy: the next batch is answered in the same memory
                return np.array(net.forward(), np.float32)
            finally:
                cv2.setNumThreads(threads)

    return run
