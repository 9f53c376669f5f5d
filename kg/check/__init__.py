"""Does a graph hold what is promised? Everything that is wrong becomes an issue that names the node.

``dataset`` asks all questions, ``shapes`` reads the shapes without pyshacl where that takes too long, ``fit`` compares
the terms of a graph with the ontology.
"""

from kg.check.dataset import check_dataset, check_ontology, check_release

__all__ = ["check_dataset", "check_ontology", "check_release"]
