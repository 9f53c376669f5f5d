"""News on conflict and diplomacy, read into a knowledge graph in which every fact can be cited.

The flow goes one way: ``sources`` -> ``annotate`` -> ``link`` -> ``claims`` -> ``rdf`` -> ``publish``. Only ``stages``
knows that order, and the types that travel are in ``model``.
"""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__: str = version("dragoman")
except PackageNotFoundError:  # a bare checkout on the path, not installed
    __version__ = "0+unknown"
