"""What a release has to give to others: statements that Wikidata lacks, each with its source, and the links as a table.

``statements`` finds what can be told to Wikidata, ``quickstatements`` writes it as that tool reads it, ``sssom`` writes
the links.
"""
