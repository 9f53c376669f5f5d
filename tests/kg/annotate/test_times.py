"""Time expressions: what is found, when it is, what is none."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.annotate.times import Timex, find_durations, find_times, find_timexes, resolve
from kg.annotate.timex.dates import parse
from kg.annotate.timex.grammar import rules
from kg.annotate.timex.rules import needs
from kg.annotate.timex.search import class_string
from kg.annotate.timex.tokens import codes, tokenize
from kg.model import Span, TimeValue

MONDAY = "2016-05-16"  # a Monday
LEAP_DAY = "2020-02-29"  # a Saturday
NEW_YEAR = "2015-01-01"  # a Thursday


def only(text: str, published: str | None) -> tuple[str, str | None, str | None]:
    """The single time of a text: its words, start and end."""
    (value,) = find_times(text, published)
    assert value.text == value.span.of(text)
    return value.text, value.start, value.end


ONE_MOMENT = [
    # day of publication, sentence, words found, start and end alike
    (MONDAY, "Envoys met on Monday in Geneva.", "Monday", "2016-05-16"),
    (MONDAY, "Shells fell on Tuesday.", "Tuesday", "2016-05-10"),
    (MONDAY, "Fighting resumed on Sunday night.", "Sunday night", "2016-05-15"),
    (MONDAY, "The ship left late Thursday afternoon.", "late Thursday afternoon", "2016-05-12"),
    (MONDAY, "He flew home last Friday.", "last Friday", "2016-05-13"),
    (MONDAY, "He spoke last Monday.", "last Monday", "2016-05-09"),
    (MONDAY, "They vote next Friday.", "next Friday", "2016-05-27"),
    (MONDAY, "They vote this Friday.", "this Friday", "2016-05-20"),
    (MONDAY, "They vote this coming Monday.", "this coming Monday", "2016-05-23"),
    (MONDAY, "It was signed on Wednesday of last week.", "Wednesday of last week", "2016-05-11"),
    (MONDAY, "The premier resigned yesterday.", "yesterday", "2016-05-15"),
    (MONDAY, "The premier resigns tomorrow morning.", "tomorrow morning", "2016-05-17"),
    (MONDAY, "Two mortars landed earlier today.", "earlier today", "2016-05-16"),
    (MONDAY, "Two mortars landed last night.", "last night", "2016-05-15"),
    (MONDAY, "Sirens were heard this morning.", "this morning", "2016-05-16"),
    (MONDAY, "He left the day before yesterday.", "the day before yesterday", "2016-05-14"),
    (MONDAY, "A truce begins the day after tomorrow.", "the day after tomorrow", "2016-05-18"),
    (MONDAY, "This month raids multiplied.", "This month", "2016-05"),
    (MONDAY, "Next month a vote is due.", "Next month", "2016-06"),
    (MONDAY, "The town fell last year.", "last year", "2015"),
    (MONDAY, "The embargo was lifted five years ago.", "five years ago", "2011"),
    (MONDAY, "The embargo was lifted 18 months ago.", "18 months ago", "2014-11"),
    (MONDAY, "The envoy left ten days ago.", "ten days ago", "2016-05-06"),
    (MONDAY, "The shah fell more than three decades ago.", "more than three decades ago", "1986"),
    (MONDAY, "He quit over a decade ago.", "a decade ago", "2006"),
    (MONDAY, "The camp opened two and a half years ago.", "two and a half years ago", "2013"),
    (MONDAY, "The pact was signed on June 7, 2015.", "June 7, 2015", "2015-06-07"),
    (MONDAY, "The pact was signed on 7 June 2015.", "7 June 2015", "2015-06-07"),
    (MONDAY, "The pact of the 7th of June, 2015 held.", "the 7th of June, 2015", "2015-06-07"),
    (MONDAY, "A guard in Sanaa, Yemen, Feb. 8, 2016.", "Feb. 8, 2016", "2016-02-08"),
    (MONDAY, "Protesters on Wednesday, Jan. 6, 2016, in Athens", "Wednesday, Jan. 6, 2016", "2016-01-06"),
    (MONDAY, "Voting took place on February 20.", "February 20", "2016-02-20"),
    (MONDAY, "The camp burned on November 3.", "November 3", "2015-11-03"),
    (MONDAY, "The deadline is June 30.", "June 30", "2016-06-30"),
    (MONDAY, "The city was taken in August.", "August", "2015-08"),
    (MONDAY, "The city was taken in May.", "May", "2016-05"),
    (MONDAY, "The city was taken in August 2014.", "August 2014", "2014-08"),
    (MONDAY, "The city was taken last December.", "last December", "2015-12"),
    (MONDAY, "He steps down next January.", "next January", "2017-01"),
    (MONDAY, "It fell in November last year.", "November last year", "2015-11"),
    (MONDAY, "In 2011 the regime was toppled.", "2011", "2011"),
    (MONDAY, "Colonised in 1911, the land was freed later.", "1911", "1911"),
    (MONDAY, "the 1995 accord on the border", "1995", "1995"),
    (MONDAY, "Iraq's 1990 invasion of its neighbour", "1990", "1990"),
    (MONDAY, "By the end of 2017 all troops will be gone.", "the end of 2017", "2017-12"),
    (MONDAY, "Talks should end by the end of the year.", "the end of the year", "2016-12"),
    (MONDAY, "The session opens at 1430 GMT.", "1430 GMT", "2016-05-16T14:30Z"),
    (MONDAY, "The session opens at 09:15 UTC.", "09:15 UTC", "2016-05-16T09:15Z"),
    (MONDAY, "The blast came at 10 a.m. on Sunday.", "10 a.m. on Sunday", "2016-05-15T10:00"),
    (MONDAY, "The blast came on Sunday at 5:45pm local time.", "Sunday at 5:45pm local time", "2016-05-15T17:45"),
    (MONDAY, "Dial in at 9 a.m. EST, May 20, 2016.", "9 a.m. EST, May 20, 2016", "2016-05-20T09:00-05:00"),
    (MONDAY, "It started at 4:00 pm (1400 GMT) on Saturday.", "4:00 pm (1400 GMT) on Saturday", "2016-05-14T14:00Z"),
    (MONDAY, "Logged 2016-04-03T08:30Z by the monitor", "2016-04-03T08:30Z", "2016-04-03T08:30Z"),
    (MONDAY, "He lost a son in the 9/11 attacks.", "9/11", "2001-09-11"),
    (MONDAY, "He lost a son in the September 11 attacks.", "September 11", "2001-09-11"),
    (MONDAY, "Shots rang out on New Year's Eve.", "New Year's Eve", "2015-12-31"),
    (MONDAY, "Unions rallied on May Day.", "May Day", "2016-05-01"),
    (MONDAY, "The march was held on Good Friday.", "Good Friday", "2016-03-25"),
    (MONDAY, "The bombing on Easter Sunday shocked all.", "Easter Sunday", "2016-03-27"),
    (LEAP_DAY, "The deal was signed on Saturday.", "Saturday", "2020-02-29"),
    (LEAP_DAY, "The deal was signed on February 29.", "February 29", "2020-02-29"),
    (LEAP_DAY, "The siege began a year ago.", "a year ago", "2019"),
    (LEAP_DAY, "The siege began a month ago.", "a month ago", "2020-01"),
    (LEAP_DAY, "It reopens tomorrow.", "tomorrow", "2020-03-01"),
    (LEAP_DAY, "It closed two days ago.", "two days ago", "2020-02-27"),
    (LEAP_DAY, "It was seized in March.", "March", "2019-03"),
    (LEAP_DAY, "It was seized last March.", "last March", "2019-03"),
    (LEAP_DAY, "It was seized on Monday.", "Monday", "2020-02-24"),
    (NEW_YEAR, "Two men died yesterday.", "yesterday", "2014-12-31"),
    (NEW_YEAR, "Two men died on Friday.", "Friday", "2014-12-26"),
    (NEW_YEAR, "Two men died on Thursday.", "Thursday", "2015-01-01"),
    (NEW_YEAR, "Two men died last month.", "last month", "2014-12"),
    (NEW_YEAR, "Two men died in December.", "December", "2014-12"),
    (NEW_YEAR, "Two men died on Dec. 30.", "Dec. 30", "2014-12-30"),
    (NEW_YEAR, "It will end on January 15.", "January 15", "2015-01-15"),
    (NEW_YEAR, "Two men died on Christmas Day.", "Christmas Day", "2014-12-25"),
    (NEW_YEAR, "Last year was the worst.", "Last year", "2014"),
]


@pytest.mark.parametrize(("published", "text", "words", "when"), ONE_MOMENT)
def test_a_moment(published: str, text: str, words: str, when: str) -> None:
    assert only(text, published) == (words, when, when)


INTERVALS = [
    (MONDAY, "The report came last week.", "last week", "2016-05-09", "2016-05-15"),
    (MONDAY, "The report comes this week.", "this week", "2016-05-16", "2016-05-22"),
    (MONDAY, "The report came two weeks ago.", "two weeks ago", "2016-05-02", "2016-05-08"),
    (MONDAY, "Clashes broke out over the weekend.", "over the weekend", "2016-05-14", "2016-05-15"),
    (MONDAY, "They gained ground in recent weeks.", "recent weeks", "2016-04-04", "2016-05-16"),
    (MONDAY, "It killed 90 over the past three days.", "the past three days", "2016-05-13", "2016-05-16"),
    (MONDAY, "Its share fell in the last six years.", "the last six years", "2010", "2016"),
    (MONDAY, "More are due in the coming days.", "the coming days", "2016-05-16", "2016-05-23"),
    (MONDAY, "It happened a few months ago.", "a few months ago", "2016-01", "2016-03"),
    (MONDAY, "Late March saw a lull.", "Late March", "2016-03-21", "2016-03-31"),
    (MONDAY, "In mid-April 2016 it rained.", "mid-April 2016", "2016-04-11", "2016-04-20"),
    (MONDAY, "In early 2015 it froze.", "early 2015", "2015-01", "2015-04"),
    (MONDAY, "Rebels struck late last year.", "late last year", "2015-09", "2015-12"),
    (MONDAY, "Rebels struck earlier this year.", "earlier this year", "2016-01", "2016-05"),
    (MONDAY, "So far this year 40 have died.", "So far this year", "2016-01", "2016-05"),
    (MONDAY, "A vote is due later this month.", "later this month", "2016-05-16", "2016-05-31"),
    (MONDAY, "the wars of the 1970s", "the 1970s", "1970", "1979"),
    (MONDAY, "tribes of the 19th century", "the 19th century", "1800", "1899"),
    (MONDAY, "output in the first quarter of 2015", "the first quarter of 2015", "2015-01", "2015-03"),
    (MONDAY, "output in the second half of last year", "the second half of last year", "2015-07", "2015-12"),
    (
        MONDAY,
        "output in the first nine months of this year",
        "the first nine months of this year",
        "2016-01",
        "2016-09",
    ),
    (MONDAY, "the revolt of spring 2012", "spring 2012", "2012-03", "2012-05"),
    (MONDAY, "the revolt of last summer", "last summer", "2015-06", "2015-08"),
    (MONDAY, "He has ruled since 2014.", "since 2014", "2014", MONDAY),
    (MONDAY, "It is the worst since the 2003 invasion.", "since the 2003", "2003", MONDAY),
    (MONDAY, "He has been held since Thursday.", "since Thursday", "2016-05-12", MONDAY),
    (MONDAY, "The court sits until June 3.", "until June 3", None, "2016-06-03"),
    (MONDAY, "The war raged between 1991 and 1995.", "between 1991 and 1995", "1991", "1995"),
    (MONDAY, "The war of 1991-95 was long.", "1991-95", "1991", "1995"),
    (MONDAY, "The drill of May 27-28 is off.", "May 27-28", "2016-05-27", "2016-05-28"),
    (MONDAY, "The drill ran from 3 to 9 April 2016.", "3 to 9 April 2016", "2016-04-03", "2016-04-09"),
    (MONDAY, "It ran from March to June 2015.", "from March to June 2015", "2015-03", "2015-06"),
    (MONDAY, "It ran from Nov. 29 to Dec. 3.", "from Nov. 29 to Dec. 3", "2015-11-29", "2015-12-03"),
    (MONDAY, "exports in the January-March period", "January-March", "2016-01", "2016-03"),
    (LEAP_DAY, "The report came last week.", "last week", "2020-02-17", "2020-02-23"),
    (LEAP_DAY, "It rained in late February.", "late February", "2020-02-21", "2020-02-29"),
    (LEAP_DAY, "It snowed this weekend.", "this weekend", "2020-02-29", "2020-03-01"),
    (NEW_YEAR, "The report came last week.", "last week", "2014-12-22", "2014-12-28"),
    (NEW_YEAR, "It shut for this week.", "this week", "2014-12-29", "2015-01-04"),
    (NEW_YEAR, "It grew in recent months.", "recent months", "2014-07", "2015-01"),
    (NEW_YEAR, "It snowed last winter.", "last winter", "2013-12", "2014-02"),
]


@pytest.mark.parametrize(("published", "text", "words", "start", "end"), INTERVALS)
def test_an_interval(published: str, text: str, words: str, start: str, end: str) -> None:
    assert only(text, published) == (words, start, end)


UNRESOLVED = [
    (MONDAY, "They left a day later.", "a day later"),
    (MONDAY, "They had left two days earlier.", "two days earlier"),
    (MONDAY, "Ramadan was calm.", "Ramadan"),
    (MONDAY, "It came three weeks after the raid.", "three weeks after"),
    (MONDAY, "For the first time in two weeks food arrived.", "in two weeks"),
    (None, "Envoys met on Monday.", "Monday"),
    (None, "It fell last year.", "last year"),
    (None, "It fell on November 17.", "November 17"),
    (None, "It opens at 1200 GMT.", "1200 GMT"),
    ("yesterday", "It fell last year.", "last year"),
    ("2016-13-45", "It fell last year.", "last year"),
]


@pytest.mark.parametrize(("published", "text", "words"), UNRESOLVED)
def test_unresolved_times_keep_their_words(published: str | None, text: str, words: str) -> None:
    assert only(text, published) == (words, None, None)


def test_absolute_times_need_no_publication_date() -> None:
    values = [(v.start, v.end) for v in find_times("On May 1, 2016, in June 2014 and since 1999.", None)]
    assert values == [("2016-05-01", "2016-05-01"), ("2014-06", "2014-06"), ("1999", None)]


NO_TIMES = [
    "Theresa May and April Ryan may march.",
    "The Women's March on the capital drew crowds.",
    "THOUSANDS JOIN MARCH AGAINST BAN",
    "Council resolutions 1970 and 1973 were cited.",
    "A force of 1200 men and 2000 troops took part.",
    "Call 202-555-1991 for 24/7 help.",
    "Boko Haram 2014",
    "the 2,000 Libyans",
    "He reads the Sunday Times about Bloody Sunday.",
    "The March 14 Alliance sulks.",
    "A second strike, then a third, a decade of them",
    "Every Friday they pray; on Sundays they rest.",
    "Three times a day, 90 dollars a year.",
    "On February 30, 2015 nothing happened.",
    "It weighs 2016 kilograms.",
    "F-1980 and MH2014",
    "The Sun and the Mar-a-Lago club",
]


@pytest.mark.parametrize("text", NO_TIMES)
def test_what_only_looks_like_a_time(text: str) -> None:
    assert [v.text for v in find_times(text, MONDAY)] == []


TENSES = [
    ("Ministers will meet on Thursday.", "2016-05-12", "2016-05-19"),
    ("Ministers will meet on Monday.", "2016-05-16", "2016-05-16"),
    ("A vote is to be held in August.", "2015-08", "2016-08"),
    ("A vote is to be held in May.", "2016-05", "2016-05"),
    ("A vote is set for November 17.", "2015-11-17", "2016-11-17"),
    ("A vote is set for July 1.", "2015-07-01", "2016-07-01"),
    ("They return in two weeks.", None, "2016-05-30"),
    ("They return this weekend.", "2016-05-14", "2016-05-21"),
]


@pytest.mark.parametrize(("text", "past", "future"), TENSES)
def test_the_tense_decides(text: str, past: str | None, future: str) -> None:
    (timex,) = find_timexes(text)
    assert resolve(timex, MONDAY, future=False).start == past
    assert timex.value(MONDAY, future=True).start == future


def test_ranges_run_forwards_in_either_tense() -> None:
    (timex,) = find_timexes("open from Friday to Tuesday")
    past, ahead = timex.value(MONDAY, future=False), timex.value(MONDAY, future=True)
    assert (past.start, past.end) == ("2016-05-06", "2016-05-10")
    assert (ahead.start, ahead.end) == ("2016-05-20", "2016-05-24")


def test_a_weekday_settles_the_year_of_a_day() -> None:
    # 28 May was a Saturday in 2016 and a Thursday in 2015.
    assert find_times("Thursday, May 28", MONDAY)[0].start == "2015-05-28"
    assert find_times("Saturday, May 28", MONDAY)[0].start == "2016-05-28"


def test_relative_times_count_from_the_last_time_of_their_sentence() -> None:
    text = "The port fell on April 28, 2016 and a day later the airport too. Four days later it rained."
    assert [v.start for v in find_times(text, MONDAY)] == ["2016-04-28", "2016-04-29", None]
    anchor = TimeValue("2016-04-28", "2016-04-28", "", Span(0, 0))
    assert [v.start for v in find_times("The next day it rained.", None, anchor)] == ["2016-04-29"]
    assert [v.start for v in find_times("Later that month it rained.", None, anchor)] == ["2016-04"]


def test_a_clock_takes_the_day_of_its_sentence() -> None:
    assert [v.start for v in find_times("Friday's session began at 0900 GMT.", MONDAY)][1] == "2016-05-13T09:00Z"


def test_counted_from_the_time_that_follows() -> None:
    assert only("He fled two days before May 1, 2016.", None)[1:] == ("2016-04-29", "2016-04-29")


def test_years_in_a_row_and_months_that_share_a_year() -> None:
    assert [v.start for v in find_times("In 2011, 2013 and 2015 they lost.", None)] == ["2011", "2013", "2015"]
    assert [v.start for v in find_times("In May and June 2015 they lost.", MONDAY)] == ["2015-05", "2015-06"]


def test_the_last_weeks_of_another_time_are_not_those_before_publication() -> None:
    assert [v.start for v in find_times("in the last week of April 2015", MONDAY)] == ["2015-04"]
    assert [v.start for v in find_times("in the last two weeks of 2014", MONDAY)] == ["2014"]
    assert [v.start for v in find_times("in the last two weeks of fighting", MONDAY)] == ["2016-05-02"]


def test_flags() -> None:
    found = {t.text: t for t in find_timexes("Friday prayers, in recent weeks, on Tuesday, every Monday")}
    assert found["Friday"].weak and not found["Tuesday"].weak
    assert found["recent weeks"].vague and not found["Tuesday"].vague
    assert found["every Monday"].generic


def test_capitals_are_read_like_small_letters() -> None:
    text = "ENVOYS MET ON MONDAY, MAY 9, 2016 AND LAST YEAR IN MARCH"
    assert [v.start for v in find_times(text, MONDAY)] == ["2016-05-09", "2015", "2016-03"]


DURATIONS = [
    ("after 10 days of talks", "10 days", 10, 10, "day"),
    ("for 48 hours", "48 hours", 48, 48, "hour"),
    ("a three-year ban", "a three-year", 3, 3, "year"),
    ("for more than two months", "more than two months", 2, None, "month"),
    ("less than a week of rest", "less than a week", None, 1, "week"),
    ("jailed for 10 to 12 years", "10 to 12 years", 10, 12, "year"),
    ("it has lasted decades", "decades", 2, 6, "decade"),
]


@pytest.mark.parametrize(("text", "words", "least", "most", "unit"), DURATIONS)
def test_durations(text: str, words: str, least: float | None, most: float | None, unit: str) -> None:
    (found,) = find_durations(text)
    assert (found.text, found.minimum, found.maximum, found.unit) == (words, least, most, unit)
    assert not find_times(text, MONDAY)


@pytest.mark.parametrize(
    "text", ["an 18-year-old boy", "three days ago", "twice a day", "the past six months", "his last days in office"]
)
def test_no_durations(text: str) -> None:
    assert not find_durations(text)


_POOL = (
    "on in the of May March 5 31 99 2016 2016 1200 GMT Monday last next this year years week ago a few two and "
    "to - , . earlier later since until between 10:30 a.m. 's 1990s early late end quarter first ١٢ ² 2,000 "
    "50,000 999999999999 day before after yesterday Easter weekend half century 0000 9999 13/13/2013 "
    "2016-02-30 \n \u2028 é 🕊 \x00 \ud800"
)
WORDS = _POOL.split(" ")
SCRAMBLED = st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join)
DAYS = st.dates().map(lambda day: day.isoformat()) | st.none() | st.text(max_size=12)


def check(text: str, value: TimeValue) -> None:
    assert 0 <= value.span.start < value.span.end <= len(text)
    assert value.text == value.span.of(text)
    start, end = parse(value.start), parse(value.end)
    assert (start is None) == (value.start is None) and (end is None) == (value.end is None)
    if start and end and value.start and value.end and len(value.start) == len(value.end) <= 10:
        assert value.start <= value.end


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=80) | SCRAMBLED, published=DAYS, future=st.sampled_from([None, True, False]))
@example(text="in 0001 and 50,000 years ago", published="0001-01-01", future=False)
@example(text="next century, next year, in two weeks, from Monday to Friday", published="9999-12-31", future=True)
def test_any_text_is_read(text: str, published: str | None, future: bool | None) -> None:
    timexes = find_timexes(text)
    assert all(one.span.end <= two.span.start for one, two in pairwise(timexes))
    for timex in timexes:
        check(text, timex.value(published, future))
        check(text, timex.value(published, future, TimeValue("2016-05", "2016-06", "", Span(0, 0))))
    for value in find_times(text, published):
        check(text, value)
    for duration in find_durations(text):
        assert duration.text == duration.span.of(text)


@given(SCRAMBLED)
@example("between May 5 and June 7, 2016, at 10 a.m. on Friday, three days later")
def test_no_rule_is_passed_over_that_matches(text: str) -> None:
    classes = class_string(tokenize(text))
    assert all(rule.fits(set(classes)) for rule in rules() if rule.pattern.search(classes))


def test_what_a_rule_needs_stands_outside_of_its_groups() -> None:
    table = codes()
    assert needs("(edge the)? m:month/mabbr of? c=(num|day) units*") == (frozenset({table["month"], table["mabbr"]}),)
    assert needs("month|year") == ()


def test_a_long_row_of_numbers_is_read_in_linear_steps() -> None:
    # The regular expressions run over token classes; nested repeats would show as minutes here.
    rng = random.Random(7)
    text = " ".join(rng.choice(["two", "-", "5", "and", "to", ",", "hundred", "of"]) for _ in range(20000))
    assert isinstance(find_timexes(text), list)


def test_a_timex_is_a_value() -> None:
    one, two = find_timexes("on Monday")[0], find_timexes("on Monday")[0]
    assert isinstance(one, Timex) and one == two and hash(one) == hash(two)


def test_the_last_of_a_unit_that_is_no_part_of_a_year_is_read() -> None:
    assert [t.text for t in find_timexes("It fell in the last week of 2015.")] != []
