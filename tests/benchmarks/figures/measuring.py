"""What is measured anew: each measurement gives several numbers, by name."""

from __future__ import annotations

import asyncio
import io
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from statistics import median

import pypdf

from corpus.store import Store
from ingest import find_files
from search import Encoder, Searcher, evaluate, load_encoder
from search.evaluation.measuring import read_queries
from search.index import Index
from tests.benchmarks import (
    abstention,
    alignment,
    doors,
    drafts,
    encoding,
    extraction,
    highlight_truth,
    metadata,
    page_speed,
    printed,
    query_forms,
    read_speed,
    references,
    scan_accuracy,
    structure,
    targets,
    tasks,
)
from tests.benchmarks.figures.homes import Remembering, kept_home
from tests.benchmarks.scale import shell as scale_shell
from tests.benchmarks.scale.timing import program
from tests.browsing import serve
from tests.conftest import ROOT

Numbers = dict[str, float]


class NotAtHandError(Exception):
    """What a measurement needs is not on this computer."""


@dataclass
class Setting:
    """`documents` is the folder of real documents, if it is at hand; `work` keeps what one run leaves for the next."""

    documents: Path | None
    work: Path

    @property
    def shared(self) -> Path:
        if self.documents is None:
            raise NotAtHandError("the real documents are not at hand (../shared or DIEUKHOAN_SHARED)")
        return self.documents

    @property
    def corpus(self) -> Path:
        return self.shared / "corpus"

    @cached_property
    def documents_home(self) -> Path:
        """A home with all documents, ingested."""
        return kept_home("all", find_files([self.corpus]), self.work)

    @cached_property
    def home(self) -> Path:
        """The same, with its index; what an interrupted run indexed is not done again."""
        with Store(self.documents_home) as store:
            Searcher(store).refresh()
        return self.documents_home

    @cached_property
    def encoder(self) -> Encoder:
        return Remembering(load_encoder(), self.work)


@dataclass(frozen=True, slots=True)
class Measurement:
    """What takes the numbers, and the command that takes them alone."""

    run: Callable[[Setting], Numbers]
    command: str


def ranking(setting: Setting) -> Numbers:
    numbers: Numbers = {}
    for name in ("articles", "policy"):
        typed, bare = (evaluate(setting.shared / "bench" / name, setting.encoder, fold_queries=f) for f in (0, 1))
        numbers |= {f"{name} nDCG@10": typed.ndcg_10, f"{name} R@10": typed.recall_10}
        numbers[f"{name} bare"] = typed.ndcg_10 - bare.ndcg_10
    entries, queries, qrels = read_queries(setting.shared / "bench" / "policy-synthetic")
    fourth = dict(list(queries.items())[::4])
    found = query_forms.scores(Index.build(entries, setting.encoder), fourth, qrels)
    return numbers | {"policy-synthetic nDCG@10": sum(found.values()) / len(fourth)}


def forms(setting: Setting) -> Numbers:
    numbers: Numbers = {}
    for name in ("articles", "policy"):
        entries, queries, qrels = read_queries(setting.shared / "bench" / name)
        index, chosen = Index.build(entries, setting.encoder), query_forms.sample(queries, 400)
        typed = query_forms.scores(index, chosen, qrels)
        for form, gained in query_forms.changes(index, chosen, qrels, typed):
            numbers[f"{name} {form}"] = -sum(gained) / len(chosen)
    return numbers


def named(setting: Setting) -> Numbers:
    with Store(setting.documents_home) as store:
        led = references.measured(store, 600, 7)
    return {"right": led.right, "questions": led.asked.total()}


def silence(setting: Setting) -> Numbers:
    refused = abstention.refusals(abstention.evidence_of(setting.shared, setting.home, setting.encoder))
    off = [(sample, share) for sample, share in refused if not sample.answerable]
    return {
        "answerable": abstention.mean_of(refused, True),
        "off subject": abstention.mean_of(refused, False),
        "everyday": min(share for sample, share in off if sample.questions == "everyday"),
        "neighbours": min(share for sample, share in off if sample.questions != "everyday"),
    }


def clauses(setting: Setting) -> Numbers:
    stands, lines = structure.scores(setting.shared / "structure").values()
    return {f"{name} {level}": one.f1 for name, by in (("as it stands", stands), ("first line", lines))
            for level, one in by.items()}  # fmt: skip


def facts(setting: Setting) -> Numbers:
    found = metadata.score(setting.corpus)
    return {name: found.share(name) for name in metadata.FIELDS}


def mentions(setting: Setting) -> Numbers:
    total = sum(extraction.scores(setting.corpus).values(), extraction.Score(0, 0, 0, 0, 0))
    return {
        "precision": total.precision, "recall": total.recall,
        "relation": total.relations / total.agreed, "subject": total.subjects / total.agreed,
    }  # fmt: skip


def goals(setting: Setting) -> Numbers:
    total = targets.score_folder(setting.corpus)
    return {"precision": total.precision, "recall": total.recall, "years": total.years}


def duties(setting: Setting) -> Numbers:
    total = sum(tasks.score_folder(setting.corpus).values(), tasks.Score(0, 0, 0, (0, 0, 0, 0)))
    fields = zip(("kind", "cooperating", "deadline", "recurrence"), total.agree, strict=True)
    return {
        "precision": total.precision,
        "recall": total.recall,
        **{name: count / total.matched for name, count in fields},
    }


def pairs(setting: Setting) -> Numbers:
    labels = alignment.all_labels(setting.documents)
    absent = Path("absent")
    files = sorted({source for one in labels for source in one.sources(setting.documents or absent)})
    home = kept_home("pairs", files, setting.work)
    numbers: Numbers = {}
    documents, index = alignment.indexed(setting.documents, labels, home)
    for one, (paired, alone) in zip(labels, alignment.scores(labels, documents, index), strict=True):
        numbers |= {f"{one.a} F1": paired.f1, f"{one.a} P": alone.precision, f"{one.a} R": alone.recall}
    return numbers


def checks(setting: Setting) -> Numbers:
    with Store(setting.documents_home) as store:
        citations = drafts.checked_as_drafts(store, show=False)
        hits, total = drafts.plant(store, citations)
    return {
        "wrong": sum(citation.status == "wrong" for citation in citations),
        "dates": hits["date"] / total["date"],
        "titles": hits["title"] / total["title"],
    }


def boxes(setting: Setting) -> Numbers:
    files = [path for path in sorted(setting.corpus.rglob("*.pdf")) if _is_printed(path)]
    found = highlight_truth.measured(files, 200, 7)["letters"]
    return {
        "letters": highlight_truth.share_of(found),
        "clauses": sum(one.share >= highlight_truth.ENOUGH for one in found) / len(found),
    }


def _is_printed(path: Path) -> bool:
    """Whether no page of a PDF is a picture, which would be recognised for minutes."""
    return all(len(page.extract_text().strip()) > 50 for page in pypdf.PdfReader(io.BytesIO(path.read_bytes())).pages)


def scans(_: Setting) -> Numbers:
    if shutil.which("tesseract") is None:
        raise NotAtHandError("Tesseract is not installed")
    return {"worst": max(one.errors for one in scan_accuracy.readings(list(printed.VARIANTS), 1))}


def readers(setting: Setting) -> Numbers:
    rates = {name.split(" (")[0]: rate for name, rate, _ in read_speed.rates(setting.corpus)}
    return {
        "PDF": rates["PDF, dieukhoan"] / rates["PDF, pypdf"],
        "DOCX": rates["DOCX, dieukhoan"] / rates["DOCX, python-docx"],
    }


def encoders(_: Setting) -> Numbers:
    found = encoding.compare(encoding.some(encoding.windows_of_articles(), 192), 4)
    return {
        "clock": found["ratio"],
        "processor": found["torch_cpu_s"] / found["openvino_cpu_s"],
        "cosine": found["least_cosine"],
        "memory": found["encoder_mb"] - found["interpreter_mb"],
    }


def shell(setting: Setting) -> Numbers:
    plan = setting.corpus / "social-policy" / "1221-KH-UBND.txt"
    scale_shell.times(setting.home, plan, 1)  # what the first search prepares, and reading files from the disk
    runs = scale_shell.times(setting.home, plan, 10)
    return {
        f"{name} {what}": median(run[what] for run in each)
        for name, each in runs.items()
        for what in ("seconds", "cpu_s")
    }


def moving(setting: Setting) -> Numbers:
    with tempfile.TemporaryDirectory() as work:
        return {
            "verify": program("verify", "--home", setting.home).seconds,
            "export": program("export", f"{work}/all.zip", "--home", setting.home).seconds,
            "import": program("import", f"{work}/all.zip", "--home", f"{work}/home").seconds,
        }


def programs(setting: Setting) -> Numbers:
    questions = list(read_queries(setting.shared / "bench" / "policy")[1].values())
    with doors.api(setting.home) as (address, _):
        times = asyncio.run(doors.over_http(address, questions))
    times |= asyncio.run(doors.over_stdio(setting.home, questions))
    return {what: median(each) for what, each in times.items()}


def pages(setting: Setting) -> Numbers:
    if not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        raise NotAtHandError("Chromium is not installed")
    [times] = [asyncio.run(page_speed.measured(address)) for address in serve(setting.home)]
    return {
        "first page": median(times["first page"]),
        "a search": median(times["a search"]),
        "ten at once": page_speed.p95(times["ten searches at once"]),
    }


def code(_: Setting) -> Numbers:
    return {"rtf": len((ROOT / "ingest" / "readers" / "rtf.py").read_text("utf-8").splitlines())}


_BENCH = "SHARED/bench/articles SHARED/bench/policy"
MEASUREMENTS = {
    "ranking": Measurement(ranking, f"dieukhoan evaluate {_BENCH} --json [--fold-queries]"),
    "forms": Measurement(forms, f"python -m tests.benchmarks.query_forms {_BENCH} --sample 400"),
    "named": Measurement(named, "python -m tests.benchmarks.references SHARED/corpus --clauses 600 --seed 7"),
    "silence": Measurement(silence, "python -m tests.benchmarks.abstention SHARED HOME"),
    "clauses": Measurement(clauses, "python -m tests.benchmarks.structure SHARED/structure"),
    "facts": Measurement(facts, "python -m tests.benchmarks.metadata SHARED/corpus"),
    "mentions": Measurement(mentions, "python -m tests.benchmarks.extraction SHARED/corpus"),
    "goals": Measurement(goals, "python -m tests.benchmarks.targets SHARED/corpus"),
    "duties": Measurement(duties, "python -m tests.benchmarks.tasks SHARED/corpus"),
    "pairs": Measurement(pairs, "python -m tests.benchmarks.alignment SHARED"),
    "checks": Measurement(checks, "python -m tests.benchmarks.drafts HOME"),
    "boxes": Measurement(boxes, "python -m tests.benchmarks.highlight_truth SHARED/corpus"),
    "scans": Measurement(scans, "python -m tests.benchmarks.scan_accuracy --pages 1"),
    "readers": Measurement(readers, "python -m tests.benchmarks.read_speed SHARED/corpus"),
    "encoders": Measurement(encoders, "python -m tests.benchmarks.encoding --count 192"),
    "shell": Measurement(shell, "python -m tests.benchmarks.scale SHARED --only shell"),
    "moving": Measurement(moving, "dieukhoan verify | export | import"),
    "programs": Measurement(programs, "python -m tests.benchmarks.doors HOME SHARED/bench/policy"),
    "pages": Measurement(pages, "python -m tests.benchmarks.page_speed HOME"),
    "code": Measurement(code, "wc -l ingest/readers/rtf.py"),
}
