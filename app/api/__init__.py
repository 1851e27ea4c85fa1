"""The HTTP API: the answers of the command line, for other programs. `application.py` puts it together."""
