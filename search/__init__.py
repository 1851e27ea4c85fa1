"""From clauses to ranked answers: windows, vectors and words, fusion, highlights."""

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
