"""The kinds of fault. Each function changes one thing of a fold that some program could notice, and says what; None where
the fold has no such thing."""

from . import headers, memory, relocations, start, symbols, unwinding
from .kind import KINDS

__all__ = ["KINDS", "headers", "memory", "relocations", "start", "symbols", "unwinding"]
