"""Texts to vectors, and questions weighed against texts, by models."""
