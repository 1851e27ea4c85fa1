"""From clauses to ranked answers: windows, vectors and words, fusion, highlights.

From Python, the whole way from files to a citation; `home` is a folder that the store makes:

>>> from pathlib import Path; from tempfile import TemporaryDirectory
>>> from corpus import Store, cite_clause
>>> from ingest import find_files, ingest_files
>>> with TemporaryDirectory() as home, Store(Path(home)) as store:
...     outcomes = list(ingest_files(find_files([Path("corpus/samples/42-KH-UBND.txt")]), store))
...     (best, *_) = Searcher(store).search("số căn nhà ở xã hội hoàn thành").results
...     print(cite_clause(*store.clause(best.clause_id), form="later"))
gạch đầu dòng thứ 1 điểm 2.2 khoản 2 Mục II Kế hoạch số 42/KH-UBND
"""

from search.encoding.encoder import Encoder, load_encoder
from search.engine import Response, Result, Searcher
from search.evaluation import evaluate
from search.filters import Filters
from search.highlight import highlights
from search.question.query import QueryAnalysis, analyse

__all__ = [
    "Encoder",
    "Filters",
    "QueryAnalysis",
    "Response",
    "Result",
    "Searcher",
    "analyse",
    "evaluate",
    "highlights",
    "load_encoder",
]
