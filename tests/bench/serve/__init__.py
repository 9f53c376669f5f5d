"""How fast a release is served, beside other servers of SPARQL: ``make bench-serve``.

``world`` makes up the news, ``graph`` writes them as a release does, ``queries`` asks fourteen kinds of question,
``peers`` starts the servers, ``load`` asks them, ``report`` tells what came out.
"""
