"""Builds ``kg/data/catalogue.tsv`` from lists of checked facts. A developer's command; nothing of it runs in use.

    python -m kg.make_catalogue --facts DIR [--borders FILE.shp] [--out FILE]

``DIR`` holds ``gazetteer.tsv``, ``seed_entities.tsv``, ``qid_labels.tsv.gz`` and ``qid_aliases.tsv.gz``. The rules by
which
rows are taken are in ``places``, ``people``, ``institutions`` and ``names``; what no rule can know is in
``kg/data/catalogue_hand.tsv``. The same input gives the same bytes.
"""
