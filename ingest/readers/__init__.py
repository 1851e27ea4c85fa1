"""From the bytes of a file to its text: one module a kind of file; `reading` chooses among them, `raw` is what each gives."""
