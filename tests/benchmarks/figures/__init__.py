"""All figures that were asked for or told, and whether they still hold: `declared.py` says which, `judging.py` what holding means."""
