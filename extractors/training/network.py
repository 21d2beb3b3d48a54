"""The reader's network: a BERT encoder with frozen embeddings and one linear layer for each question."""

from __future__ import annotations

import json
from pathlib import Path
from typing import cast

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AutoModel, BertModel

from extractors.reader.labels import COLUMNS, WIDTH
from extractors.reader.windows import PAD
from extractors.training.vocabulary import prune_vocabulary

_LAYERS = 8
"""Layers of the encoder that a new reader keeps of twelve. Those above were trained to give all tokens of a text one
meaning: a linear probe tells the tags of single tokens best from the states of the eighth (loss 1.31 against 1.51 after
the twelfth, cosines between the tokens of a text .21 against .65), and a reader begun on all twelve hardly learns."""


class Reader(nn.Module):
    """Token and window logits of windows of piece ids, shape (batch, tokens)."""

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        self.encoder = encoder
        for parameter in encoder.embeddings.parameters():
            parameter.requires_grad = False
        size = encoder.config.hidden_size
        self.tag = nn.Linear(size, COLUMNS["tag"].stop)
        self.deepen = nn.Linear(2 * size, size)
        self.tag_in_context = nn.Linear(size, COLUMNS["tag"].stop)
        nn.init.zeros_(self.tag_in_context.weight)
        nn.init.zeros_(self.tag_in_context.bias)
        self.kinds = nn.Linear(size, WIDTH - COLUMNS["tag"].stop)
        self.relevance = nn.Linear(size, 1)

    def forward(self, ids: Tensor) -> tuple[Tensor, Tensor]:
        """Logits of shape (batch, tokens, `WIDTH`), and of relevance of shape (batch,)."""
        mask = ids != PAD
        states = self.encoder(input_ids=ids, attention_mask=mask.long()).last_hidden_state
        weights = mask.unsqueeze(-1).to(states.dtype)
        mean = (states * weights).sum(1, keepdim=True) / weights.sum(1, keepdim=True)
        # Whose a sum is, and of which kind, is often told by what the article is about, not by the words beside it.
        deep = nn.functional.gelu(self.deepen(torch.cat((states, mean.expand_as(states)), -1)))
        tokens = torch.cat((self.tag(states) + self.tag_in_context(deep), self.kinds(deep)), -1)
        return tokens, self.relevance(mean.squeeze(1)).squeeze(-1)


def new_reader(base: str, texts: list[str]) -> tuple[Reader, Tokenizer]:
    """A reader on the encoder ``base`` (a folder or a hub's name), its vocabulary pruned around ``texts``."""
    from transformers import AutoTokenizer

    encoder = cast(
        BertModel,
        AutoModel.from_pretrained(
            base,
            add_pooling_layer=False,
            # Dropout costs a third of a step on processors and gains nothing here; pieces are masked instead.
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
            attn_implementation="eager",
        ),
    )
    encoder.encoder.layer = encoder.encoder.layer[:_LAYERS]
    encoder.config.num_hidden_layers = _LAYERS
    full = AutoTokenizer.from_pretrained(base).backend_tokenizer.to_str()
    pruned, kept = prune_vocabulary(full, texts)
    table = encoder.embeddings.word_embeddings.weight.data[kept]
    encoder.embeddings.word_embeddings = nn.Embedding.from_pretrained(table, padding_idx=PAD)
    encoder.config.vocab_size = len(kept)
    return Reader(encoder), Tokenizer.from_str(pruned)


def save_reader(reader: Reader, tokenizer: Tokenizer, folder: Path) -> None:
    """Keeps ``reader`` in ``folder`` for `load_reader`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps(reader.encoder.config.to_dict()), encoding="utf-8")
    (folder / "tokenizer.json").write_text(tokenizer.to_str(), encoding="utf-8")
    torch.save(reader.state_dict(), folder / "weights.pt")


def load_reader(folder: Path) -> tuple[Reader, Tokenizer]:
    """The reader that `save_reader` left in ``folder``."""
    from transformers import BertConfig

    config = BertConfig.from_pretrained(folder)
    config._attn_implementation = "eager"
    reader = Reader(BertModel(config, add_pooling_layer=False))
    reader.load_state_dict(torch.load(folder / "weights.pt"))
    return reader, Tokenizer.from_file(str(folder / "tokenizer.json"))
