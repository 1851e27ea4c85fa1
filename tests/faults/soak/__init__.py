"""The servers for hours under visitors and a writer: every answer is checked, and memory must stay flat (`tests/faults/README.md`)."""
