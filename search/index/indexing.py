"""Making segments: of documents that are encoded and whose words are counted, and of other segments that are put together."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.encoding.encoder import Encoder, Progress
from search.index.dense import DenseIndex, Vectors
from search.index.lexical import indexed_terms, terms
from search.index.lexicon import Lexicon
from search.index.passages import Entry, headed, passages
from search.index.postings import Gathering, Hasher, Postings
from search.index.segment import Indexed, Mask, Segment, renumbered
from search.question.abbreviations import Abbreviations

#: The vector of a text that was encoded before, by its digest.
Known = Callable[[bytes], Vectors | None]


def index_documents(
    documents: Sequence[tuple[str, str, Sequence[Entry]]],
    encoder: Encoder,
    known: Known,
    progress: Progress | None = None,
) -> Segment:
    """Index `documents`, each given by its id, version and entries; `progress` hears how many texts are encoded, of how many."""
    entries = [entry for _, _, own in documents for entry in own]
    parts = passages(entries, encoder.tokens)
    vectors, digests = _encoded([part.encoded for part in parts], encoder, known, progress)
    sizes = np.bincount(np.array([part.entry for part in parts], np.int64), minlength=len(entries))
    windows_of = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    hasher = Hasher()
    of_entries, of_windows, of_titles = Gathering(), Gathering(), Gathering()
    lengths: list[int] = []
    for _, _, own in documents:
        abbreviations = Abbreviations.learn(entry.text for entry in own)
        for entry in own:
            counts = hasher.counted(indexed_terms(headed(entry), abbreviations))
            mine = parts[windows_of[len(lengths)] : windows_of[len(lengths) + 1]]
            for part in mine:
                held = set(indexed_terms(part.headed, abbreviations)) if len(mine) > 1 else ()
                of_windows.add(hasher.counted(held))
            of_entries.add(counts)
            lengths.append(sum(counts.values()))
    titles = [(title, len(list(same))) for title, same in groupby(entry.title for entry in entries)]
    for title, _ in titles:
        of_titles.add(hasher.counted(terms(title)))
    level_names = tuple(dict.fromkeys(entry.level for entry in entries))
    keys = [entry.key.encode() for entry in entries]
    of_document = np.repeat(np.arange(len(documents)), [len(own) for _, _, own in documents])
    sums = np.zeros((len(documents), encoder.dimension), np.float32)
    np.add.at(sums, np.repeat(of_document, sizes), vectors)
    return Segment(
        documents=tuple(
            Indexed(name, version, dict(Counter(entry.level for entry in own))) for name, version, own in documents
        ),
        level_names=level_names,
        keys=np.frombuffer(b"".join(keys), np.uint8),
        key_ends=np.cumsum([len(key) for key in keys], dtype=np.int64),
        levels=np.array([level_names.index(entry.level) for entry in entries], np.uint8),
        titles_of=np.repeat(np.arange(len(titles), dtype=np.int32), [size for _, size in titles]),
        lengths=np.array(lengths, np.int32),
        windows_of=windows_of,
        spans=np.array([(part.start, part.end) for part in parts], np.int32).reshape(-1, 2),
        digests=digests,
        sums=sums,
        entries=of_entries.postings(),
        windows=of_windows.postings(),
        titles=of_titles.postings(),
        dense=DenseIndex.build(vectors),
        lexicon=Lexicon.learn([[entry.text for entry in own] for _, _, own in documents]),
    )


def join_segments(parts: Sequence[Segment], kept: Sequence[Mask | None]) -> Segment:
    """The documents of several that are `kept` (all where that is None), one segment after another."""
    chosen = [
        np.ones(len(part.documents), bool) if keep is None else keep for part, keep in zip(parts, kept, strict=True)
    ]
    entries = [part.of_documents(keep) for part, keep in zip(parts, chosen, strict=True)]
    windows = [part.of_entries(keep) for part, keep in zip(parts, entries, strict=True)]
    titles = [
        np.isin(np.arange(_count(part.titles_of)), part.titles_of[keep])
        for part, keep in zip(parts, entries, strict=True)
    ]
    names = tuple(dict.fromkeys(name for part in parts for name in part.level_names))
    new_entries, new_windows, new_titles = renumbered(entries), renumbered(windows), renumbered(titles)
    sizes = [np.diff(part.windows_of)[keep] for part, keep in zip(parts, entries, strict=True)]
    keys = [
        part.key(int(at)).encode() for part, keep in zip(parts, entries, strict=True) for at in np.flatnonzero(keep)
    ]
    return Segment(
        documents=tuple(
            document
            for part, keep in zip(parts, chosen, strict=True)
            for document, stays in zip(part.documents, keep, strict=True)
            if stays
        ),
        level_names=names,
        keys=np.frombuffer(b"".join(keys), np.uint8),
        key_ends=np.cumsum([len(key) for key in keys], dtype=np.int64),
        levels=_cat(
            [
                np.array([names.index(name) for name in part.level_names], np.uint8)[part.levels[keep]]
                for part, keep in zip(parts, entries, strict=True)
            ]
        ),
        titles_of=_cat([new[part.titles_of[keep]] for part, keep, new in zip(parts, entries, new_titles, strict=True)]),
        lengths=_cat([part.lengths[keep] for part, keep in zip(parts, entries, strict=True)]),
        windows_of=np.concatenate([[0], np.cumsum(_cat(sizes))]).astype(np.int64),
        spans=_cat([part.spans[keep] for part, keep in zip(parts, windows, strict=True)]),
        digests=_cat([part.digests[keep] for part, keep in zip(parts, windows, strict=True)]),
        sums=_cat([part.sums[keep] for part, keep in zip(parts, chosen, strict=True)]),
        entries=Postings.joined([part.entries for part in parts], new_entries),
        windows=Postings.joined([part.windows for part in parts], new_windows),
        titles=Postings.joined([part.titles for part in parts], new_titles),
        dense=DenseIndex.build(_cat([part.dense.vectors[keep] for part, keep in zip(parts, windows, strict=True)])),
        lexicon=Lexicon.joined([part.lexicon for part in parts], renumbered(chosen)),
    )


def digest_of(text: str) -> bytes:
    """What tells an encoded text from all others."""
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


def _encoded(
    texts: Sequence[str], encoder: Encoder, known: Known, progress: Progress | None
) -> tuple[Vectors, NDArray[np.uint8]]:
    """The vectors of `texts` and their digests; none is encoded twice, or if it is `known`."""
    digests = [digest_of(text) for text in texts]
    vectors = np.zeros((len(texts), encoder.dimension), np.float32)
    new: dict[bytes, list[int]] = {}
    for row, digest in enumerate(digests):
        vector = None if digest in new else known(digest)
        if vector is None:
            new.setdefault(digest, []).append(row)
        else:
            vectors[row] = vector
    if new:
        fresh = encoder.encode_passages([texts[rows[0]] for rows in new.values()], progress)
        for vector, rows in zip(fresh, new.values(), strict=True):
            vectors[rows] = vector
    return vectors, np.frombuffer(b"".join(digests), np.uint8).reshape(-1, 16)


def _count(places: NDArray[np.int32]) -> int:
    return int(places[-1]) + 1 if len(places) else 0


def _cat(parts: Sequence[NDArray[Any]]) -> NDArray[Any]:
    return np.concatenate(parts)
