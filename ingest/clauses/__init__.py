"""From text to the tree of clauses: lines, what a label looks like, what frames a document, the tree, its ids."""
