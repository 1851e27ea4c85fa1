"""Speed and size, measured beside what one would otherwise take: `python -m tests.benchmarks.scale --help`."""
