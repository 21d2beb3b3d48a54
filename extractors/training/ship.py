"""Packs a trained reader into the one file that the project ships: int8, tokenizer and calibration inside."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import Tensor, nn

from extractors.reader.labels import QUESTIONS
from extractors.reader.model import CALIBRATION, QUESTIONS_KEY, TOKENIZER
from extractors.reader.roles import Calibration
from extractors.training.network import Reader

_OPSET = 17


class _ByteEmbedding(nn.Module):
    """An embedding table in one byte a number, with one scale a row."""

    def __init__(self, table: Tensor) -> None:
        super().__init__()
        scale = table.abs().amax(dim=1, keepdim=True).clamp(min=1e-8) / 127
        self.table = nn.Parameter((table / scale).round().to(torch.int8), requires_grad=False)
        self.scale = nn.Parameter(scale, requires_grad=False)

    def forward(self, ids: Tensor) -> Tensor:
        return self.table[ids].float() * self.scale[ids]


class _OneWindow(nn.Module):
    """The reader for one window without padding."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, ids: Tensor) -> tuple[Tensor, Tensor]:
        tokens, relevance = self.reader(ids)
        return tokens[0], relevance[0]


def ship(reader: Reader, tokenizer: Tokenizer, target: Path) -> None:
    """Writes ``reader`` to the ONNX file ``target``."""
    reader = deepcopy(reader).eval()
    reader.encoder.embeddings.word_embeddings = _ByteEmbedding(reader.encoder.embeddings.word_embeddings.weight.data)
    with TemporaryDirectory() as scratch:
        whole = Path(scratch) / "whole.onnx"
        torch.onnx.export(
            _OneWindow(reader),
            (torch.randint(4, 1000, (1, 64)),),
            str(whole),
            input_names=["ids"],
            output_names=["tokens", "relevance"],
            dynamic_axes={"ids": {1: "length"}, "tokens": {0: "length"}},
            opset_version=_OPSET,
            dynamo=False,
        )
        quantize_dynamic(whole, target, weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul"])
    _note(target, {TOKENIZER: tokenizer.to_str(), QUESTIONS_KEY: json.dumps(QUESTIONS), CALIBRATION: "{}"})


def ship_calibration(calibration: Calibration, target: Path) -> None:
    """Writes ``calibration`` into the file that `ship` made."""
    _note(target, {CALIBRATION: json.dumps(calibration)})


def _note(target: Path, notes: dict[str, str]) -> None:
    model = onnx.load(target)
    known = {entry.key: entry.value for entry in model.metadata_props}
    onnx.helper.set_model_props(model, {**known, **notes})
    onnx.save(model, target)
