"""Checking a draft: what its citations state, which known documents they mean, and where the two differ."""
