"""The trained reader as shipped: one ONNX file with its tokenizer and calibration inside."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from extractors.errors import UsageError
from extractors.loader import data_dir
from extractors.reader.labels import QUESTIONS
from extractors.reader.roles import RELEVANCE, Calibration, calibrated
from extractors.reader.tokens import Array, Network

TOKENIZER = "tokenizer"
CALIBRATION = "calibration"
QUESTIONS_KEY = "questions"
"""Keys of the file's metadata."""


_REMEDY = "install the project's data again, or read with --engine light"


class ModelError(UsageError):
    """The model file is missing, or is not the one that this version was released with."""


@dataclass(frozen=True, slots=True)
class ReaderModel:
    """A loaded reader; ``version`` begins the SHA-256 of its file."""

    network: Network
    tokenizer: Tokenizer
    calibration: Calibration
    version: str

    def relevance(self, by_network: float, by_cues: float) -> float:
        """The probability that an article of such log-odds tells of an outage."""
        return calibrated((by_network, by_cues), self.calibration[RELEVANCE])


@cache
def load_model() -> ReaderModel:
    """The reader under `data/models`, whose hash must stand beside it.

    Raises ModelError where the file is missing, altered or made for other questions.
    """
    file = data_dir() / "models" / "reader.onnx"
    if not file.is_file():
        raise ModelError(f"no model at {file}: {_REMEDY}")
    content = file.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    stated = file.with_suffix(".sha256")
    if not stated.is_file() or digest != stated.read_text(encoding="ascii").split()[0]:
        raise ModelError(f"{file} is not the model of this version, its SHA-256 is {digest}: {_REMEDY}")
    return _opened(content, digest)


def open_model(file: Path) -> ReaderModel:
    """The reader in ``file``, whoever made it.

    Raises ModelError where it was made for other questions.
    """
    content = file.read_bytes()
    return _opened(content, hashlib.sha256(content).hexdigest())


def _opened(content: bytes, digest: str) -> ReaderModel:
    # On one thread: articles are read side by side in processes, and one thread gives the same sums everywhere.
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    notes = session.get_modelmeta().custom_metadata_map
    if json.loads(notes[QUESTIONS_KEY]) != {question: list(answers) for question, answers in QUESTIONS.items()}:
        raise ModelError(f"the model was made for another version of the reader: {_REMEDY}")

    def network(ids: Sequence[int]) -> tuple[Array, float]:
        tokens, relevance = session.run(None, {"ids": np.asarray([ids], dtype=np.int64)})
        return tokens, float(relevance)

    calibration: Calibration = {name: tuple(weights) for name, weights in json.loads(notes[CALIBRATION]).items()}
    return ReaderModel(network, Tokenizer.from_str(notes[TOKENIZER]), calibration, digest[:12])
