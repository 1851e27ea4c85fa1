"""Who asks, and what they may: nobody has to log in unless `--auth` names a file that says who may (docs/access.md)."""
