"""Scanned pages: a picture becomes words, words become lines; `ocr` is the way in."""
