"""Packs a trained reader into the one file that the project ships: int8, tokenizer and calibration inside."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers.models.bert.modeling_bert import BertSelfAttention

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


class _FusedAttention(torch.autograd.Function):
    """Attention over one window as the one operator that onnxruntime has for it, a third faster than its parts."""

    @staticmethod
    def forward(_: object, query: Tensor, key: Tensor, value: Tensor, heads: int) -> Tensor:
        parts = (part.unflatten(-1, (heads, -1)).transpose(1, 2) for part in (query, key, value))
        return nn.functional.scaled_dot_product_attention(*parts).transpose(1, 2).flatten(2)

    @staticmethod
    def symbolic(graph: Any, query: Any, key: Any, value: Any, heads: int) -> Any:
        fused = graph.op("com.microsoft::MultiHeadAttention", query, key, value, num_heads_i=heads)
        fused.setType(query.type())
        return fused


class _Attention(nn.Module):
    """Stands for a layer's self-attention; takes no mask, since a window alone has no padding."""

    def __init__(self, attention: BertSelfAttention) -> None:
        super().__init__()
        self.query, self.key, self.value = attention.query, attention.key, attention.value
        self.heads = attention.num_attention_heads

    def forward(self, hidden: Tensor, *_: object, **__: object) -> tuple[Tensor, None]:
        states = _FusedAttention.apply(self.query(hidden), self.key(hidden), self.value(hidden), self.heads)
        return states, None


class _EvenRows(nn.Module):
    """A linear layer that takes each token's numbers as shares of the largest among them.

    One scale for the bytes of a whole window is set by its few outliers, which stand a hundred deviations off behind
    the activation (massive activations: Sun et al., 2024): a tenth of what the other tokens say was lost to rounding.
    """

    def __init__(self, linear: nn.Linear) -> None:
        super().__init__()
        self.weight, self.bias = linear.weight, linear.bias

    def forward(self, states: Tensor) -> Tensor:
        largest = states.abs().amax(-1, keepdim=True).clamp(min=1e-6)
        return nn.functional.linear(states / largest, self.weight) * largest + self.bias


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
    for layer in reader.encoder.encoder.layer:
        layer.attention.self = _Attention(layer.attention.self)
        layer.intermediate.dense = _EvenRows(layer.intermediate.dense)
        layer.output.dense = _EvenRows(layer.output.dense)
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
        quantize_dynamic(
            whole,
            target,
            weight_type=QuantType.QInt8,
            per_channel=True,
            # Seven bits: the products of two eight-bit factors overflow on processors without VNNI, and the same text
            # would be read otherwise there.
            reduce_range=True,
            op_types_to_quantize=["MatMul"],
        )
    _note(target, {TOKENIZER: tokenizer.to_str(), QUESTIONS_KEY: json.dumps(QUESTIONS), CALIBRATION: "{}"})


def ship_calibration(calibration: Calibration, target: Path) -> None:
    """Writes ``calibration`` into the file that `ship` made."""
    _note(target, {CALIBRATION: json.dumps(calibration)})


def _note(target: Path, notes: dict[str, str]) -> None:
    model = onnx.load(target)
    known = {entry.key: entry.value for entry in model.metadata_props}
    onnx.helper.set_model_props(model, {**known, **notes})
    onnx.save(model, target)
