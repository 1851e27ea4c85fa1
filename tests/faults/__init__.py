"""What must hold when a program is killed, or its disk fails, at any moment."""
