"""PDF: letters with their boxes become lines, columns, rows; `reading` is the way in."""
