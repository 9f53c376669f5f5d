"""Reconciliation service after the W3C Community Group's API, version 0.2: names of a spreadsheet to things here.

``model`` has what every source of things is asked, ``entities`` the release's own things, ``catalogue`` the items of
Wikidata that the linker knows; ``batch`` reads and answers queries, ``matching`` decides how well a thing fits,
``extend`` gives values of properties, ``routes`` is the HTTP side. OpenRefine needs the address of ``/reconcile`` only.
"""
