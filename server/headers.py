"""Headers that every answer has."""

from __future__ import annotations

from types import MappingProxyType

HEADERS = MappingProxyType(
    {
        "Content-Security-Policy": "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; "
        "frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "cross-origin",
        # all here is public and read-only: any page may read it
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "Accept-Query, Content-Disposition, Content-Range, ETag, Last-Modified, Link, "
        "Location, Retry-After, X-Dragoman-Note, X-Dragoman-Release, X-Dragoman-Rows, X-Dragoman-Truncated, "
        "X-Request-Id",
    }
)
