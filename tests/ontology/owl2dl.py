"""The OWL API's own check of OWL 2 DL: one violation a line for the RDF/XML files named, nothing when there is none.

The OWL API (3.4.3) comes inside the HermiT archive that owlready2 carries, so nothing is downloaded for it but the
bridge to Java, JPype. It runs in a process of its own: a Java machine inside pytest would take over its signals.
Its one known gap, datatypes outside of the OWL 2 map, is closed by ``kg.reason.profile_issues``.
"""

from __future__ import annotations

import sys
from pathlib import Path

import jpype
import owlready2

ARCHIVE = Path(owlready2.__file__).parent / "hermit" / "HermiT.jar"


def violations(files: list[str]) -> list[str]:
    """The violations in the files (RDF/XML), each file an ontology of its own, sorted: ``file: kind: description``."""
    jpype.startJVM("-Xmx512m", "-Djava.awt.headless=true", classpath=[str(ARCHIVE)], convertStrings=True)
    manager = jpype.JClass("org.semanticweb.owlapi.apibinding.OWLManager")
    document = jpype.JClass("org.semanticweb.owlapi.io.FileDocumentSource")
    profile = jpype.JClass("org.semanticweb.owlapi.profiles.OWL2DLProfile")()
    found = []
    for file in files:
        source = document(jpype.JClass("java.io.File")(file))
        report = profile.checkOntology(manager.createOWLOntologyManager().loadOntologyFromOntologyDocument(source))
        found += [f"{Path(file).stem}: {v.getClass().getSimpleName()}: {v}" for v in report.getViolations()]
    return sorted(found)


if __name__ == "__main__":
    print("\n".join(violations(sys.argv[1:])))
