"""The same server in front of a SPARQL 1.1 service elsewhere, whose address the operator gives and nobody else.

``asked`` is what is handed on of a query and what is refused, ``endpoint`` sends it, ``reading`` reads the answer in a
worker process without a socket, ``store`` puts these together behind the limits, ``facts`` finds out at the start what
the service holds, ``gather`` fetches what the text index needs, ``release`` follows changes.
"""
