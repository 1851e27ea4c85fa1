"""`python -m search.training`: training the encoder for questions, and comparing it with the one that it comes from (docs/model.md)."""

from __future__ import annotations

import argparse
import json
import logging
from dataclasses import asdict
from pathlib import Path

from search.encoding.encoder import OpenVinoEncoder
from search.training.comparing import compare
from search.training.lessons import read_lessons


def main() -> None:
    """Read the command line and do one step."""
    parser = argparse.ArgumentParser(prog="python -m search.training", description=__doc__)
    steps = parser.add_subparsers(dest="step", required=True)
    tuning = steps.add_parser("tune", help="train on labelled queries and write the changes of each epoch")
    tuning.add_argument("queries", type=Path, help="a folder in BEIR's layout")
    tuning.add_argument("folder", type=Path, help="where epoch-N.npz are written")
    tuning.add_argument("--epochs", type=int, default=3)
    comparing = steps.add_parser("compare", help="what changes make of nDCG@10")
    comparing.add_argument("changes", type=Path, help="epoch-N.npz, or search/model/questions.npz")
    comparing.add_argument("folders", type=Path, nargs="+", help="labelled queries in BEIR's layout")
    asked = parser.parse_args()
    if asked.step == "tune":
        from search.training.tuning import Settings, tune  # torch

        logging.basicConfig(level=logging.WARNING, format="%(message)s")
        logging.getLogger("search.training").setLevel(logging.INFO)
        tune(read_lessons(asked.queries, OpenVinoEncoder(None)), asked.folder, Settings(epochs=asked.epochs))
        return
    for folder in asked.folders:
        for retriever, difference in compare(folder, asked.changes).items():
            print(json.dumps({"dir": str(folder), "retriever": retriever, **asdict(difference)}))


if __name__ == "__main__":
    main()
