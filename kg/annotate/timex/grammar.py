"""The grammar of single time expressions: rules over token classes and what each makes of its match.

The longest match at a place wins, the earlier rule when two are equally long. A builder that looks around and answers
None withdraws its match, and the next best stands.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from kg.annotate.timex import calendar_rules, relative_rules
from kg.annotate.timex.readings import Reading
from kg.annotate.timex.rules import Kind, Match, Rule, compile_pattern, needs

_EDGE = "(the? edge:edge (hyphen|in|on)? the?)?"
_HEDGE = "(hedge* (more than)? hedge?)"
_NUMBER = "((num (hyphen? num)*)|day|int)"
COUNT = (
    f"((a? few)|several|(some? {_NUMBER} ((and a half)|((to|hyphen|and) {_NUMBER}))?)|some|many|(a couple of?)"
    "|(half a?)|(a (half|num)?))"
)
# A count and its unit, or a bare plural; the builders find unit and count in the group ``q``.
AMOUNT = f"q=(({COUNT} hyphen? unit/units (and a half)?)|units)"
COUNTED_UNIT = f"q=({COUNT} hyphen? unit/units (and a half)?)"
_LIST = "((hyphen|to|and|(comma day/ordinal comma? and)) e:day/ordinal)"
_DAYNAME = "(w:weekday/wabbr comma? the?)?"
_THIS_YEAR = "(s:this/last/next unit)"
_STEPS = "s=(this? (this|last|next|past|coming))"
Builder = Callable[[Match], Reading | None]
_SOURCES: tuple[tuple[Kind, str, Builder], ...] = (
    # days
    ("date", f"{_DAYNAME} {_EDGE} m:month/mabbr the? d:day/ordinal {_LIST} comma? y:year", calendar_rules.date),
    ("date", f"{_DAYNAME} {_EDGE} m:month/mabbr the? d:day/ordinal comma? y:year", calendar_rules.date),
    ("date", f"{_DAYNAME} {_EDGE} m:month/mabbr the? d:day/ordinal {_LIST}", calendar_rules.date),
    ("date", f"{_DAYNAME} {_EDGE} m:month/mabbr the? d:day/ordinal", calendar_rules.date),
    ("date", f"{_DAYNAME} the? d:day/ordinal {_LIST} of? m:month/mabbr comma? y:year", calendar_rules.date),
    ("date", f"{_DAYNAME} the? d:day/ordinal of? m:month/mabbr comma? y:year", calendar_rules.date),
    ("date", f"{_DAYNAME} the? d:day/ordinal {_LIST} of? m:month/mabbr", calendar_rules.date),
    ("date", f"{_DAYNAME} the? d:day/ordinal of? m:month/mabbr", calendar_rules.date),
    ("date", "m:mlow d:day/ordinal comma? y:year", calendar_rules.date),
    ("date", "d:day/ordinal of? m:mlow comma? y:year", calendar_rules.date),
    ("date", "i:iso", calendar_rules.iso),
    ("date", "i:slash", calendar_rules.slash),
    # months, seasons, years and longer
    ("date", f"{_EDGE} m:month/mabbr (of|comma)? y:year", calendar_rules.month),
    ("date", "the? tip:tip of m:month/mabbr (of|comma)? y:year", calendar_rules.month),
    ("date", "the? tip:tip of m:month", calendar_rules.month),
    ("date", f"{_EDGE} m:month of? {_THIS_YEAR}", calendar_rules.month),
    ("date", f"{_STEPS} m:month", calendar_rules.month_step),
    ("date", f"{_EDGE} m:month", calendar_rules.month),
    ("date", f"{_EDGE} n:season (of|comma)? y:year", calendar_rules.season),
    ("date", f"{_EDGE} {_STEPS} n:season", calendar_rules.season),
    ("date", f"{_EDGE} y:year", calendar_rules.year),
    ("date", "y:year hyphen z:year/day/int", calendar_rules.year_range),
    ("date", "the? tip:tip of the? y:year", calendar_rules.tip),
    ("date", "the? tip:tip of the edge? d:decade", calendar_rules.tip),
    ("date", "the? tip:tip of (the|s:this/last/next) u:unit", calendar_rules.tip),
    ("date", "u:unit (poss|hyphen) tip:tip", calendar_rules.tip),
    ("date", "the? o=(ordinal/ordword/last) f:unit/half of? (the unit)? y:year", calendar_rules.slice),
    ("date", f"the? o=(ordinal/ordword/last) f:unit/half of? ((the unit)|{_THIS_YEAR})", calendar_rules.slice),
    ("date", "the? o=(ordinal/ordword/last) c=(num|day) v:units of y:year", calendar_rules.first_months),
    (
        "date",
        f"the? o=(ordinal/ordword/last) c=(num|day) v:units of ((the unit)|{_THIS_YEAR})",
        calendar_rules.first_months,
    ),
    ("date", "the? edge:edge? hyphen? d:decade", calendar_rules.decade),
    ("date", "the? edge:edge? hyphen? o=(num? hyphen? (ordinal/ordword)) hyphen? unit", calendar_rules.century),
    ("named", "f:feast g:eve/unit? (comma? y:year)?", calendar_rules.feast),
    ("named", "f:name/x unit poss? g:eve/unit", calendar_rules.new_year),
    ("named", "m:month g:unit", calendar_rules.may_day),
    ("named", "n:dayname/feast w:weekday (comma? y:year)?", calendar_rules.holy_day),
    # days of the week
    ("weekday", f"((edge/earlier/later on?)? {_STEPS})? w:weekday (part/unit)?", relative_rules.weekday),
    ("weekday", "(edge/earlier/later on?)? w:weekday (part/unit)?", relative_rules.weekday),
    ("weekday", "part (of|on) w:weekday", relative_rules.weekday),
    ("weekday", "w:weekday (part/unit)? of? s:this/last/next/past unit", relative_rules.weekday_of_week),
    ("weekday", "s:this/last/next unit poss w:weekday (part/unit)?", relative_rules.weekday_of_week),
    # counted from the day of publication
    ("period", "(edge/earlier/later)? d:deictic (part/unit)?", relative_rules.deictic),
    ("period", "(edge/earlier/later)? s:this/last part", relative_rules.this_part),
    ("period", "overnight", relative_rules.deictic),
    ("period", "the? unit before/after d:deictic", relative_rules.beyond),
    ("period", f"(edge:edge/earlier/later (in|on)?)? {_STEPS} u:unit", relative_rules.period),
    ("period", "(over|at|this) the? u:unit", relative_rules.weekend),
    ("period", "so far (in|on)? this u:unit", relative_rules.so_far),
    ("period", "edge:edge/earlier/later in the u:unit", relative_rules.early_in),
    ("ago", f"{_HEDGE} {AMOUNT} ago", relative_rules.ago),
    ("ago", f"{_HEDGE} {AMOUNT} ((from now)|hence)", relative_rules.ahead),
    ("ago", f"in {_HEDGE} {COUNTED_UNIT} poss? time", relative_rules.ahead),
    ("in", f"in {_HEDGE} q=({COUNT} unit/units (and a half)?)", relative_rules.in_future),
    ("stretch", f"(the/these)? s:last/past/coming/next {_HEDGE} {AMOUNT}", relative_rules.stretch),
    ("stretch", "(the/these)? s:recent q=(units)", relative_rules.stretch),
    # counted from a time spoken of before
    ("relative", f"{_HEDGE} {AMOUNT} r:earlier/later", relative_rules.relative),
    ("event", f"{_HEDGE} {AMOUNT} r:before/after", relative_rules.relative),
    ("relative", "the? s:prev/same/foll u:unit/part", relative_rules.next_unit),
    ("relative", "the s:foll w:weekday (part/unit)?", relative_rules.weekday_after),
    ("relative", "the s:next u:unit/part", relative_rules.next_unit),
    ("relative", "s:that same? u:unit/part", relative_rules.next_unit),
    ("relative", "the u:unit r:before/after", relative_rules.unit_before),
    # times of day
    ("clock", "t:clock/day/hour h:meridiem (z:zone|(local time))?", calendar_rules.clock),
    ("clock", "t:clock/year/hhmm/day z:zone", calendar_rules.clock),
    ("clock", "t:clock (local time)?", calendar_rules.clock),
    (
        "clock",
        "t:clock/day/hour/year/hhmm h:meridiem? (local time)? open v:clock/year/hhmm z:zone close",
        calendar_rules.double_clock,
    ),
    ("clock", "day? n:part z:zone?", calendar_rules.noon),
    # what comes again and again
    ("set", "every other? (weekday|unit) (part/unit)?", calendar_rules.set_),
    ("set", "weekdays (and weekdays)? (part/unit)?", calendar_rules.set_),
)


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """The compiled grammar, in order of preference."""
    return tuple(Rule(kind, compile_pattern(source), build, needs(source)) for kind, source, build in _SOURCES)
