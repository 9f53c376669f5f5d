"""The vocabulary, closed: a term that the ontology lacks fails at once, here and in a test against the Turtle.

``DM.Event`` and ``DM["AirStrike"]`` are classes and properties; ``DMC.role["actor"]`` is a code of a SKOS scheme.
Both raise when the term does not exist (AttributeError, KeyError). Codes grow without a new version of the classes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import ClassVar, Final, NamedTuple

from rdflib import Namespace, URIRef
from rdflib.namespace import DefinedNamespace

from kg.model import EntityType, RelationType, Status

ONTOLOGY: Final = URIRef("https://w3id.org/dragoman/ontology")
WD: Final = Namespace("http://www.wikidata.org/entity/")

_EVENTS_BY_PLOVER: Final = {
    "CONSULT": "Consultation DiplomaticConference Meeting BilateralTalks Negotiation Visit PhoneCall Mediation",
    "AGREE": "Agreement TreatySigning Pledge Offer",
    "SUPPORT": "DiplomaticSupport Endorsement Recognition Ratification Praise",
    "CONCEDE": "Concession CeasefireDeclaration EasingOfSanction ArmsEmbargoEasing Apology Pardon",
    "COOPERATE": "Cooperation TradeExchange JointExercise IntelligenceSharing Extradition",
    "AID": "Aid MilitaryAid HumanitarianAid EconomicAid Rescue GrantOfAsylum Peacekeeping",
    "RETREAT": "Retreat Withdrawal Release Disarmament CeasefireObservance Resignation Surrender",
    "REQUEST": "Request Demand Appeal",
    "ACCUSE": "Accusation Criticism Investigation LegalAction",
    "REJECT": "Rejection RefusalOfRecognition Veto Cancellation EntryBan",
    "THREATEN": "Threat Ultimatum",
    "PROTEST": "Protest Demonstration Riot LabourStrike HungerStrike Boycott",
    "SANCTION": "Sanction EconomicSanction ArmsEmbargo DiplomaticExpulsion SeveringOfRelations Conviction Dismissal",
    "MOBILIZE": "Mobilization Deployment Recruitment MilitaryExercise Fortification Alert",
    "COERCE": "Coercion Arrest Raid Seizure Curfew Ban Censorship Deportation CyberAttack Blockade Toppling",
    "ASSAULT": "Assault Attack AirStrike Shelling Bombing SuicideAttack Ambush Shooting Battle Offensive "
    "CaptureOfTerritory RecaptureOfTerritory Killing Execution Abduction Torture SexualViolence",
    None: "Statement Report Warning Death Injury Displacement Migration Appointment Election GovernmentFormation",
}
EVENT_TYPES: Final[Mapping[str, str | None]] = MappingProxyType(
    {name: plover for plover, names in _EVENTS_BY_PLOVER.items() for name in names.split()}
)
"""Event type (class name) -> PLOVER type, or None where PLOVER has none."""

PLOVER_MODES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        plover: tuple(modes.split())
        for plover, modes in {
            "AGREE": "",
            "CONSULT": "visit third-party multilateral phone",
            "SUPPORT": "",
            "CONCEDE": "",
            "COOPERATE": "",
            "AID": "",
            "RETREAT": "withdraw release return disarm ceasefire access resign",
            "REQUEST": "assist change yield meet",
            "ACCUSE": "disapprove investigate allege",
            "REJECT": "assist change yield meet",
            "THREATEN": "restrict ban arrest relations expel territory violence",
            "PROTEST": "demo riot strike hunger boycott obstruct",
            "SANCTION": "convict expel withdraw discontinue",
            "MOBILIZE": "troops weapons police militia",
            "COERCE": "seize restrict ban censor curfew martial-law arrest deport withhold misinformation cyber",
            "ASSAULT": "beat torture execute sexual abduct targeted primitive firearms explosives suicide-attack "
            "heavy-weapons aerial drone crowd-control unconventional destroy",
        }.items()
    }
)
"""PLOVER type -> its modes; all 16 types are keys. A code is ``DMC.plover_mode["CONSULT-third-party"]``."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_CLASSES: Final = _words(
    """
    Entity Actor Place TimeSpan Claimable Participation Quantity
    Eventuality Event PlannedEventuality PossibleEventuality NegatedEventuality
    DiplomaticEvent CooperativeEvent PoliticalEvent CoerciveEvent ArmedEvent HumanitarianEvent CommunicationEvent
    Situation OfficeHolding Headship Membership Affiliation Alliance Opposition Parthood Location Basing Birth
    HometownSituation ColonialRule Strength ControlOfTerritory
    Article Passage Claim Run Link RefusedLink
    Person UnnamedGroup Organization StateActor NonStateActor
    State SovereignState DeFactoState
    Government NationalGovernment UnityGovernment RivalGovernment InterimGovernment LocalGovernment
    GovernmentBody Legislature Ministry CentralBank Court SecurityService ConsultativeBody
    MilitaryForce NationalArmedForces
    ArmedGroup Militia InsurgentGroup JihadistGroup CriminalGroup PrivateMilitaryCompany UmbrellaGroup
    InternationalOrganization IntergovernmentalOrganization MilitaryAlliance InternationalMission
    PeacekeepingMission NavalOperation
    PoliticalParty NonGovernmentalOrganization ThinkTank MediaOrganization NewsAgency Company StateOwnedCompany
    Settlement CapitalCity AdministrativeArea DisputedTerritory Region BodyOfWater Facility MilitaryBase
    """
)

_PROPERTIES: Final = _words(
    """
    sha256 textLength text named mentionedIn mention
    eventType ploverType derivedPloverType ploverMode status relationType codeOf counterExample
    context certainty placePrecision
    hasTime earliest latest timeText inMonth
    hasParticipation participationIn participant role evidence involves hasActor hasRecipient tookPlaceAt
    speaker quoted contentPassage
    situationSubject situationObject officeTitle attestedOn quantity
    holdsOfficeOf heads memberOf affiliatedWith alliedWith opposes partOf locatedIn basedIn bornIn hometown
    colonialRulerOf
    minimum maximum value approximate counts quantityText quantityOf
    hasClaim about passage claimedIn claimedStatus attributedTo voice confidence quote
    program programVersion pipeline
    linkedEntity linkTarget linkLabel reason catalogueVersion
    """
)


class DM(DefinedNamespace):
    """Classes and properties of the ontology: ``DM.hasClaim``, ``DM["AirStrike"]``. AttributeError for any other."""

    _fail = True
    _NS = Namespace("https://w3id.org/dragoman/ontology#")
    _extras: ClassVar[list[str]] = [*_CLASSES, *_PROPERTIES, *(name for name in EVENT_TYPES if name not in _CLASSES)]


class OA(DefinedNamespace):
    """The terms of the Web Annotation vocabulary that passages use."""

    _fail = True
    _NS = Namespace("http://www.w3.org/ns/oa#")
    _extras: ClassVar[list[str]] = [
        *("SpecificResource", "TextPositionSelector", "TextQuoteSelector"),
        *("hasSource", "hasSelector", "start", "end", "exact", "prefix", "suffix"),
    ]


class Scheme(Mapping[str, URIRef]):
    """A SKOS scheme of codes: ``scheme["actor"]`` is the concept's IRI. KeyError, naming the nearest, for others."""

    def __init__(self, name: str, codes: tuple[str, ...]) -> None:
        """``name`` is the last part of the scheme's IRI, ``codes`` the last parts of its concepts' IRIs."""
        self.iri = URIRef(f"https://w3id.org/dragoman/code/{name}")
        self._codes = {code: URIRef(f"{self.iri}/{code}") for code in codes}

    def __getitem__(self, code: str) -> URIRef:
        """The IRI of a code. Raises KeyError."""
        try:
            return self._codes[code]
        except KeyError:
            near = get_close_matches(code, self._codes, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise KeyError(f"the scheme {self.iri} has no code {code!r}{hint}") from None

    def __iter__(self) -> Iterator[str]:
        """The codes, in the order of declaration."""
        return iter(self._codes)

    def __len__(self) -> int:
        """How many codes."""
        return len(self._codes)


class RelationTerms(NamedTuple):
    """What a relation type becomes in the graph: a class of situations and, if it has one, a shortcut property."""

    situation: URIRef
    shortcut: URIRef | None


RELATIONS: Final[Mapping[RelationType, RelationTerms]] = MappingProxyType(
    {
        "holdsOffice": RelationTerms(DM.OfficeHolding, DM.holdsOfficeOf),
        "heads": RelationTerms(DM.Headship, DM.heads),
        "memberOf": RelationTerms(DM.Membership, DM.memberOf),
        "affiliatedWith": RelationTerms(DM.Affiliation, DM.affiliatedWith),
        "alliedWith": RelationTerms(DM.Alliance, DM.alliedWith),
        "opposes": RelationTerms(DM.Opposition, DM.opposes),
        "partOf": RelationTerms(DM.Parthood, DM.partOf),
        "locatedIn": RelationTerms(DM.Location, DM.locatedIn),
        "basedIn": RelationTerms(DM.Basing, DM.basedIn),
        "bornIn": RelationTerms(DM.Birth, DM.bornIn),
        "hometown": RelationTerms(DM.HometownSituation, DM.hometown),
        "colonialRulerOf": RelationTerms(DM.ColonialRule, DM.colonialRulerOf),
        "strength": RelationTerms(DM.Strength, None),
    }
)

ENTITY_CLASSES: Final[Mapping[EntityType, URIRef]] = MappingProxyType(
    {
        "Person": DM.Person,
        "State": DM.State,
        "Government": DM.Government,
        "ArmedGroup": DM.ArmedGroup,
        "MilitaryForce": DM.MilitaryForce,
        "Organization": DM.Organization,
        "Place": DM.Place,
        "Group": DM.UnnamedGroup,
    }
)

STATUS_CLASSES: Final[Mapping[Status, URIRef]] = MappingProxyType(
    {
        "actual": DM.Event,
        "planned": DM.PlannedEventuality,
        "possible": DM.PossibleEventuality,
        "negated": DM.NegatedEventuality,
    }
)


class DMC:
    """The SKOS schemes of codes."""

    event_type: Final = Scheme("event-type", tuple(EVENT_TYPES))
    plover: Final = Scheme("plover", tuple(PLOVER_MODES))
    plover_mode: Final = Scheme("plover-mode", tuple(f"{k}-{m}" for k, modes in PLOVER_MODES.items() for m in modes))
    quad_class: Final = Scheme(
        "quad-class", ("verbal-cooperation", "material-cooperation", "verbal-conflict", "material-conflict")
    )
    role: Final = Scheme("role", ("actor", "recipient", "place"))
    status: Final = Scheme("status", ("actual", "planned", "possible", "negated"))
    voice: Final = Scheme("voice", ("article", "speaker"))
    relation_type: Final = Scheme("relation-type", tuple(RELATIONS))
    context: Final = Scheme(
        "context",
        _words(
            """
            military intelligence diplomatic economic legal humanitarian executive legislative election territory
            human-rights terrorism crime corruption migration health disaster environment resources cyber
            peacekeeping media
            """
        ),
    )
    certainty: Final = Scheme("certainty", ("certain", "probable", "uncertain", "doubtful"))
    place_precision: Final = Scheme("place-precision", ("exact", "settlement", "region", "state", "wider"))
