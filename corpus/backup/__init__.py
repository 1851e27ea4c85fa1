"""A home into one file, and back."""
