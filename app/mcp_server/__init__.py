"""The documents for assistants, by the Model Context Protocol: tools and resources over one store (docs/mcp.md)."""
