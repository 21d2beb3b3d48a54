"""Makes the reader from the training articles: prune, fit, calibrate, ship."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import torch

from extractors.errors import UsageError
from extractors.reader.model import open_model
from extractors.reader.tokens import Tokens, read_tokens
from extractors.training.articles import TrainingArticle, digest_of, read_training_articles
from extractors.training.calibrate import calibrate
from extractors.training.fit import Log, fit, read_examples
from extractors.training.network import load_reader, new_reader, save_reader
from extractors.training.ship import ship, ship_calibration

_LEARNING_RATE = 2e-4
_SEED = 20_211_004


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """The model file that was made, and from how many articles."""

    model: Path
    sha256: str
    trained_on: int
    calibrated_on: int


def train(base: str, out: Path, *, epochs: int, articles: int | None, log: Log) -> Trained:
    """A reader on the encoder ``base`` (a folder or a hub's name), written to ``out`` as ``reader.onnx``.

    Everything on the way is kept in ``out`` too, and a run that was broken off goes on after its last whole epoch.
    ``articles`` trains on so many only, spread evenly over the files.

    Raises UsageError where there are no articles, or where ``out`` holds a run of another base, other articles or
    another number of passes.
    """
    everything = list(read_training_articles())
    taught = _spread([article for article in everything if article.split == "train"], articles)
    tuning = [article for article in everything if article.split == "tuning"]
    if not taught:
        raise UsageError("no articles to train on: run this where the project's data/training lies")
    # The layers on top begin at random: the same articles give the same reader.
    torch.manual_seed(_SEED)
    work = out / "work"
    _keep_to_one_run(work / "run.json", {"base": base, "epochs": epochs, "articles": digest_of(taught)})
    if (work / "tokenizer.json").exists():
        reader, tokenizer = load_reader(work)
    else:
        reader, tokenizer = new_reader(base, [f"{article.title} {article.text}" for article in everything])
        save_reader(reader, tokenizer, work)
    log(f"{len(taught)} articles, {tokenizer.get_vocab_size()} pieces")
    fit(
        reader,
        partial(read_examples, tokenizer, taught),
        epochs=epochs,
        learning_rate=_LEARNING_RATE,
        checkpoint=work / "checkpoint.pt",
        log=log,
    )
    save_reader(reader, tokenizer, work)

    model = out / "reader.onnx"
    ship(reader, tokenizer, model)
    # Calibrated as it ships: bytes for weights change how sure the network is.
    shipped = open_model(model)

    def read(article: TrainingArticle) -> Tokens:
        return read_tokens(shipped.network, shipped.tokenizer, article.text, article.title)

    ship_calibration(calibrate(tuning, read), model)
    digest = hashlib.sha256(model.read_bytes()).hexdigest()
    (out / "reader.sha256").write_text(f"{digest}  reader.onnx\n", encoding="ascii")
    return Trained(model=model, sha256=digest, trained_on=len(taught), calibrated_on=len(tuning))


def _keep_to_one_run(file: Path, run: dict[str, object]) -> None:
    if file.exists() and json.loads(file.read_text(encoding="utf-8")) != run:
        raise UsageError(f"{file.parent.parent} holds another run: name another --out, or delete it")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(run) + "\n", encoding="utf-8")


def _spread(articles: list[TrainingArticle], number: int | None) -> list[TrainingArticle]:
    if number is None or number >= len(articles):
        return articles
    return [articles[at * len(articles) // number] for at in range(number)]
