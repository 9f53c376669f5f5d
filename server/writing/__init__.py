"""Writing, for whoever has the token: graphs put and removed, SPARQL updates. Off unless a token is set.

A release never changes. So a write is kept in an inbox – the dataset of the current release with all that has been
written since, in a process of its own (``process``) – and the inbox becomes a new release in one step: at once, or with
the next write that waits for it. Readers see one release or the next, and going back is ``dragoman rollback``.

``inbox`` looks after the process, ``access`` after the token, ``routes`` speaks HTTP.
"""
