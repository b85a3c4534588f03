"""Memory across rounds: what several rounds say together, worked out from their rows and links."""

from pipeline.memory.build import remember

__all__ = ["remember"]
