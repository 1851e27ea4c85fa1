"""Whether a home is as it was written, and what can be mended where it is not."""
