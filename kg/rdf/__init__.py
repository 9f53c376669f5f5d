"""Claims -> quads: the only place where triples are written.

``article_graph`` writes what one article says, and its links; ``lines`` turns graphs into sorted N-Quads lines;
``meta`` describes the release (VoID, DCAT).
"""

from kg.rdf.article import ArticleGraph, article_graph
from kg.rdf.enrichment import enrichment_graph
from kg.rdf.kinds import Kinds, fine_class, nothing_known
from kg.rdf.lines import graph_lines, with_stable_blanks

__all__ = [
    "ArticleGraph",
    "Kinds",
    "article_graph",
    "enrichment_graph",
    "fine_class",
    "graph_lines",
    "nothing_known",
    "with_stable_blanks",
]
