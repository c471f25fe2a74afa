"""A one-line change of the engine that changes what some folds mean: the file under engine/, its line (or the part of it
that changes), what stands there instead, what is wrong with that, and the cases that show it first.

`old` must stand in the file exactly once. What no program could notice is no mutation: such a one is replaced.
"""

from collections import namedtuple

Mutation = namedtuple("Mutation", "file old new what cases")
