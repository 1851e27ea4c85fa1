"""Adapting the encoder to questions on policy documents (docs/model.md). Needs torch; nothing else imports it."""
