"""The script that one would write in an afternoon: a folder into a flat index of chunks, and one question asked of it.

    python -m tests.benchmarks.scale.plain FOLDER MODEL QUESTION

sentence-transformers as it comes, text out of pypdf, python-docx or the file itself, chunks of 1,000 characters, FAISS flat. Prints the characters that it
read and the chunks found, as JSON.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import docx
import faiss
import pypdf
from sentence_transformers import SentenceTransformer

_CHUNK = 1000


def text_of(path: Path) -> str:
    """The text of a file."""
    if path.suffix.lower() == ".pdf":
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    if path.suffix.lower() == ".docx":
        return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)
    return path.read_text("utf-8", errors="replace")


def main(folder: Path, model_name: str, question: str) -> None:
    """Index `folder`, ask `question`, print both."""
    texts = {path.name: text_of(path) for path in sorted(folder.iterdir())}
    chunks = [(name, text[at : at + _CHUNK]) for name, text in texts.items() for at in range(0, len(text), _CHUNK)]
    model = SentenceTransformer(model_name, device="cpu")
    vectors = model.encode([f"passage: {chunk}" for _, chunk in chunks], normalize_embeddings=True)
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    _, found = index.search(model.encode([f"query: {question}"], normalize_embeddings=True), 10)
    answers = [chunks[at] for at in found[0]]
    print(json.dumps({"characters": sum(map(len, texts.values())), "chunks": len(chunks), "answers": answers}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
