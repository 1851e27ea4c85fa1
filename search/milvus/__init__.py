"""Passages that lie on a Milvus server: the same answers from another place."""
