"""Who asks, and what they may: nobody has to log in unless `--auth` names a file that says who may (docs/access.md)."""

#: The environment variable that hands the path of the access file to a server's process.
SETTING = "DIEUKHOAN_AUTH"
