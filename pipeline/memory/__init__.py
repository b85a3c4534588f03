"""Memory across rounds: what several rounds say together, worked out from their rows and links."""

from pipeline.memory.build import of_one, remember

__all__ = ["of_one", "remember"]
