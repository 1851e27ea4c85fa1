"""The surfaces: command line and pages. No ranking, no parsing, no SQL."""
