"""Figures of labelled queries, and whether a difference of two is one."""

from search.evaluation.measuring import evaluate

__all__ = ["evaluate"]
