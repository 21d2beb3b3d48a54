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
def load_model(path: Path | None = None) -> ReaderModel:
    """The reader at ``path``, or the one under `data/models`, whose hash must stand beside it.

    Runs on one thread: articles are read side by side in processes, and one thread gives the same sums everywhere.

    Raises ModelError where the file is missing, altered or made for other questions.
    """
    file = path or data_dir() / "models" / "reader.onnx"
    if not file.is_file():
        raise ModelError(f"no model at {file}: install the project's data, or read with --engine light")
    content = file.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    if path is None and digest != file.with_suffix(".sha256").read_text(encoding="ascii").split()[0]:
        raise ModelError(f"{file} is not the model of this version: its SHA-256 is {digest}")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    notes = session.get_modelmeta().custom_metadata_map
    if json.loads(notes[QUESTIONS_KEY]) != {question: list(answers) for question, answers in QUESTIONS.items()}:
        raise ModelError(f"{file} was made for another version of the reader")

    def network(ids: Sequence[int]) -> tuple[Array, float]:
        tokens, relevance = session.run(None, {"ids": np.asarray([ids], dtype=np.int64)})
        return tokens, float(relevance)

    calibration: Calibration = {name: tuple(weights) for name, weights in json.loads(notes[CALIBRATION]).items()}
    return ReaderModel(network, Tokenizer.from_str(notes[TOKENIZER]), calibration, digest[:12])
