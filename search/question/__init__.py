"""Reading a question: marks put back, errors mended, abbreviations written out, documents and clauses that it names."""
