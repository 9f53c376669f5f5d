"""Words that say whether an event happened, is to come, may be or was not: the cues of `status`."""

from __future__ import annotations

from kg.annotate.parsed import Token
from kg.model import Status

MODIFIERS: dict[str, Status] = {
    **dict.fromkeys(("no", "neither"), "negated"),
    **dict.fromkeys("planned upcoming future scheduled proposed forthcoming".split(), "planned"),
    **dict.fromkeys("impending next imminent expected looming".split(), "planned"),
    **dict.fromkeys("any possible potential threatened feared likely hypothetical eventual".split(), "possible"),
    **dict.fromkeys("alleged purported rumored rumoured".split(), "possible"),
    **dict.fromkeys("failed foiled thwarted averted aborted botched cancelled canceled".split(), "negated"),
}
CONDITIONAL = frozenset({"if", "unless", "whether", "lest"})
# With a verb in the present, or below one that speaks of what would be, they speak of what is still to come: "until
# the army withdraws".
AWAITING = frozenset({"until", "till", "once", "before"})
ALLEGED = frozenset({"allegedly", "reportedly", "supposedly", "purportedly"})
IS_TO = frozenset({"is", "are", "was", "were"})
FEARING = frozenset({"fear", "doubt", "worry", "hope", "wonder", "suspect"})
# These keep the thing itself from happening; to reject or deny a request does not undo the request.
STOPPING = frozenset("prevent avert avoid thwart foil block cancel abandon scrap rule stop lack".split())
# What they are done to is still to come.
DELAYING = frozenset({"postpone", "delay", "defer", "reschedule"})
# What they are done to does not take place; what is halted or suspended had begun.
ENDING = frozenset({"cancel", "abandon", "scrap", "avert", "foil", "thwart"})
HALTING = frozenset({"halt", "stop", "suspend", "end", "cease", "pause"})
DENYING = frozenset({"deny", "dismiss", "reject", "refute"})
TRAVELLING = frozenset("travel fly head go come return arrive land leave depart".split())
WRITTEN = frozenset("request list report statement letter appeal proposal demand complaint".split())
STOPPAGES = frozenset({"strike", "walkout", "stoppage", "shutdown", "hartal", "bandh"})
# Who faces these has them against him already.
BROUGHT = frozenset("charge accusation allegation criticism indictment lawsuit sanction condemnation".split())
DISCUSSING = frozenset({"negotiate", "discuss", "debate", "consider", "weigh", "contemplate", "propose"})
SCHEDULING = frozenset({"plan", "schedule", "expect", "slate", "set", "propose"})
PARTS = frozenset("series wave spate round session string number start end day".split())
# Who does something in order to do one of these does it with that.
SAID_AND_DONE = frozenset(
    "demand protest denounce condemn voice express discuss mourn commemorate oppose disperse".split()
)
# About what comes behind "over" or "about" nothing is settled: "split over sending troops".
UNSETTLED = frozenset(
    "split divide disagree differ clash argue quarrel debate talk speak negotiate deadlock consult vote hesitate think "
    "wrangle bicker spar undecided unsure".split()
)
KEPT_FROM = frozenset(
    "refrain desist abstain prevent stop bar deter dissuade ban block keep discourage prohibit shrink flinch restrain "
    "back exclude".split()
)
# What a treaty or mandate covers need not have happened.
COVERING = frozenset("extend apply cover relate refer pertain".split())
LAWS = frozenset("law mandate clause article charter constitution guarantee statute rule doctrine".split())
NOBODY = frozenset({"no", "neither", "none", "nobody", "nothing"})
UNSURE = frozenset("fear hope worry doubt wonder expect wish ensure suspect anticipate".split())
DEMANDING = frozenset("demand insist propose recommend urge request".split())
# Their infinitive is as real as they are: "began to withdraw", "were seen leaving", "was forced to resign".
CARRYING = frozenset("manage begin start continue help use go see hear claim say report keep come cease vote".split())
# "was quick to condemn", "was the first to recognise": done.
PROMPT = frozenset({"quick", "swift", "fast", "first", "last", "slow", "late", "among"})
CAUSING = frozenset("allow enable lead force let push drive".split())
# "had no plans to attack", "dropped plans to invade": nothing comes of them.
UNDOING = STOPPING | {"deny", "drop", "shelve"}


def not_in_front(verb: Token) -> bool:
    """ "will not stop", "has never halted": what goes on, then."""
    return any(t.lower_ in ("not", "n't", "never") for t in verb.doc[max(verb.sent.start, verb.i - 3) : verb.i])


def ahead(verb: Token) -> bool:
    """ "who faces an election in April": it is still to come."""
    return verb.lemma_ in ("face", "await") and verb.tag_ in ("VBZ", "VBP", "VBG")
