"""The tokenizer of the pipeline: spaCy's English one, brought closer to the treebanks and to news.

The customised rules are saved inside the pipeline; nothing of this module is needed to load it.
"""

import re
from typing import Any

from spacy.language import Language
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

#: Prefixes that the treebanks keep with a following lower-case word: ``re-elected``, ``anti-government``.
JOINED = (
    "anti co counter cross de dis e ex extra hyper infra inter intra macro mega meta micro mid mini multi neo "
    "non over pan para post pre pro proto pseudo re semi socio sub super trans ultra un under vice"
).split()
TITLES = (
    "Adm. Brig. Capt. Cmdr. Col. Comdr. Cpl. Dep. Gen. Gov. Hon. Lt. Maj. Min. Pres. Prof. Pvt. Rep. Reps. Rev. Sen. "
    "Sens. Sgt. Spc. Supt. Amb. Sec. Ft. Mt. Vol. Pp. pp. al. approx. Dept. Univ. Assn. Govt. Inc. Ltd. Corp. Co. "
    "Wed. Thu. Thur. Thurs. Tue. Tues. Fri. Mon. vs. cf."
).split()
#: Special cases of spaCy that break news: ``8)``, ``):``, ``Wed`` as ``We d``.
HARMFUL = frozenset("): (: (; 8) 8D 8-) 8-D (8 (-8 xD XD wed Wed id Id hed Hed".split())
#: A run of one mark is one token, as in the treebanks: ``!!!``, ``____``, ``====``.
RUN = r"(?:[!?]{2,}|={2,}|_{2,}|\*{2,}|~{2,}|#{2,}|\+{2,}|<{2,}|>{2,}|-{4,})"
AFTER_NUMBER = r"(?<=\d)(?:bn|mn|tn|[ap]m|[AP]M)"
HYPHENS = [r"(?<=[A-Za-z]\.)[-–](?=[A-Za-z])", r"(?<=[)\]”\"])[-–—](?=\w)"]
PHONE = r"\d{3}-\d{3,4}(?:-\d{3,4})?"


def customise(nlp: Language) -> None:
    """Change the tokenizer of ``nlp`` in place: exceptions, infixes, suffixes and whole-token patterns."""
    tokenizer: Any = nlp.tokenizer
    defaults = nlp.Defaults
    _exceptions(tokenizer)
    tokenizer.infix_finditer = compile_infix_regex([*(defaults.infixes or []), *HYPHENS]).finditer
    tokenizer.suffix_search = compile_suffix_regex([RUN, *(defaults.suffixes or []), AFTER_NUMBER]).search
    tokenizer.prefix_search = compile_prefix_regex([RUN, *(defaults.prefixes or [])]).search
    joined = r"(?:{})-[a-z]+".format("|".join(sorted({*JOINED, *(p.title() for p in JOINED)})))
    tokenizer.token_match = re.compile(rf"^(?:{RUN}|{joined}|{PHONE})$").match


def _exceptions(tokenizer: Any) -> None:
    """Drop the harmful special cases and add abbreviations of titles."""
    rules = dict(tokenizer.rules or {})
    rules = {text: rule for text, rule in rules.items() if text not in HARMFUL}
    tokenizer.rules = rules
    for short in TITLES:
        tokenizer.add_special_case(short, [{"ORTH": short}])
