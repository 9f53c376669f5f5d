"""A description of the HTTP interface for programs (OpenAPI 3.1), made from the routes, so that none is missing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from kg import __version__
from server import errors, negotiate

_TYPES = {"int": {"type": "integer", "minimum": 0}, "default": {"type": "string", "minLength": 1}}
_PROBLEMS = tuple(sorted({str(status.code) for status in errors.STATUS.values()}))
_QUERY = "SELECT ?type (COUNT(*) AS ?n) { ?thing a ?type } GROUP BY ?type ORDER BY DESC(?n) LIMIT 10"
_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "description": "Address of a text that tells what this kind of problem is"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "The cause"},
        "cure": {"type": "string", "description": "What to do about it"},
        "limit": {"type": "string", "description": "The setting that was the limit"},
        "line": {"type": "integer", "minimum": 1, "description": "Of a syntax error in a query"},
        "column": {"type": "integer", "minimum": 1},
        "request": {"type": "string", "description": "The id that the log has"},
    },
}

_Part = Mapping[str, Any]


def document(app: Flask) -> dict[str, Any]:
    """The description of an application's routes, as a JSON object."""
    paths: dict[str, dict[str, Any]] = {}
    for rule in sorted(app.url_map.iter_rules(), key=lambda found: found.rule):
        methods = sorted((rule.methods or set()) & {"GET", "POST"})
        for method in methods:
            operation = _operation(app, rule, method)
            paths.setdefault(_path(rule), {})[method.lower()] = operation
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Dragoman",
            "version": __version__,
            "description": "A knowledge graph of news on conflict and diplomacy: SPARQL, graphs, things, files.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": {"Problem": _PROBLEM},
            "responses": {"Problem": _response("What went wrong, and what to do", ("application/problem+json",))},
        },
    }


def _path(rule: Rule) -> str:
    """``/page/{path}`` of ``/page/<path:path>``."""
    return re.sub(r"<(?:[^:<>]+:)?(\w+)>", r"{\1}", rule.rule)


def _operation(app: Flask, rule: Rule, method: str) -> dict[str, Any]:
    view = app.view_functions[rule.endpoint]
    summary = (view.__doc__ or rule.endpoint).strip().partition("\n")[0]
    about: dict[str, Any] = {
        "operationId": re.sub(r"\W+", "_", f"{method.lower()}{rule.rule}").strip("_"),
        "summary": summary if rule.endpoint != "static" else "A file that pages need.",
        "parameters": [_in_path(rule, name) for name in sorted(rule.arguments)],
        "responses": {
            "200": {"description": "What was asked for"},
            "303": {"description": "It is described at another address"},
            "304": {"description": "The client has it already"},
            **{status: {"$ref": "#/components/responses/Problem"} for status in _PROBLEMS},
        },
    }
    special = _SPECIAL.get((rule.rule, method))
    if special:
        about["parameters"] += special.get("parameters", [])
        about |= {key: value for key, value in special.items() if key not in {"parameters", "types"}}
        if "types" in special:
            about["responses"]["200"] = _response("The answer", special["types"])
    return about


def _in_path(rule: Rule, name: str) -> dict[str, Any]:
    kind = re.search(rf"<(?:([a-z]+)(?:\(([^)]*)\))?:)?{name}>", rule.rule)
    schema: dict[str, Any] = dict(_TYPES.get(kind[1] or "default", _TYPES["default"]) if kind else _TYPES["default"])
    if kind and kind[1] == "any" and kind[2]:
        schema = {"type": "string", "enum": [word.strip() for word in kind[2].split(",")]}
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _response(what: str, types: tuple[str, ...]) -> dict[str, Any]:
    problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {"description": what, "content": {name: problem if "problem" in name else {} for name in types}}


def _parameter(name: str, what: str, *, many: bool = False, values: tuple[str, ...] = ()) -> _Part:
    one: dict[str, Any] = {"type": "string", **({"enum": list(values)} if values else {})}
    schema = {"type": "array", "items": one} if many else one
    return {"name": name, "in": "query", "required": False, "description": what, "schema": schema}


def _media(*kinds: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(media.type for kind in kinds for media in negotiate.candidates(kind)))


def _keys(*kinds: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(media.key for kind in kinds for media in negotiate.candidates(kind)))


_FORMAT = _parameter("format", "Instead of the header Accept", values=_keys("solutions", "graph"))
_GRAPH_FORMAT = _parameter("format", "Instead of the header Accept", values=_keys("graph")[:-1])
_DATASET = (
    _parameter("default-graph-uri", "Graphs of the release that are the default graph", many=True),
    _parameter("named-graph-uri", "Graphs of the release that GRAPH finds", many=True),
)
_FIELDS = {
    "type": "object",
    "required": ["query"],
    "properties": {"query": {"type": "string", "examples": [_QUERY]}, "format": _FORMAT["schema"]},
}
_SPECIAL: Mapping[tuple[str, str], _Part] = {
    ("/sparql", "GET"): {
        "summary": "A SPARQL query; without one, a description of the service.",
        "parameters": [{**_parameter("query", "SPARQL 1.1 query"), "example": _QUERY}, *_DATASET, _FORMAT],
        "types": _media("solutions", "boolean", "graph"),
    },
    ("/sparql", "POST"): {
        "summary": "A SPARQL query, as a form or as it is.",
        "parameters": list(_DATASET),
        "requestBody": {
            "required": True,
            "content": {
                "application/sparql-query": {"schema": {"type": "string"}, "example": _QUERY},
                "application/x-www-form-urlencoded": {"schema": _FIELDS},
            },
        },
        "types": _media("solutions", "boolean", "graph"),
    },
    ("/store", "GET"): {
        "parameters": [
            _parameter("graph", "IRI of a graph of the release"),
            {**_parameter("default", "All graphs as one"), "allowEmptyValue": True},
            _GRAPH_FORMAT,
        ],
        "types": _media("graph")[:-1],
    },
    ("/search", "GET"): {"parameters": [_parameter("q", "Words"), _parameter("format", "Instead of Accept")]},
    ("/metrics", "GET"): {"types": ("text/plain",)},
    ("/health", "GET"): {"types": ("application/json",)},
    ("/ready", "GET"): {"types": ("application/json",)},
}
