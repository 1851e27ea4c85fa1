"""How documents and clauses are named, and what they say of each other: ids, citations, labels, references, what is in force."""
