"""The commands, one module a subject. Each loads what it needs when it runs, so that `--help` and `outline` start at once."""
