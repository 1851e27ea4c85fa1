"""What a goal measures, and for whom or where: the words around its amount."""

from __future__ import annotations

import re

from ingest.targets.grammar import ANNOUNCING, COPULA, DUE_BEHIND, OPENING, PREDICATE, RATE, SCOPE, STATE

_LONGEST = 240
_BASE = re.compile(r"(?:GRDP|GDP|GNI)?(?:\s*(?:vào|đến|trong)\b.*)?")
_WANTED = re.compile(
    r"^(?:bảo\s+đảm|đảm\s+bảo|yêu\s+cầu|có|đạt(?:\s+được)?|phấn\s+đấu|tối\s+thiểu|ít\s+nhất)(?!\w)\s*", re.IGNORECASE
)


def subject_of(before: str, counted: str, after: str, *, graded: bool = False) -> str:
    """What the amount between `before` and `after` measures; `counted` is the noun that the amount counts, or empty.

    Words up to the amount that end in a verb of state ("… đạt") say it alone; else it goes on behind the amount. What is `graded` in
    words stands before them.
    """
    before, after = before[-2 * _LONGEST :], after[: 2 * _LONGEST]
    if before.rfind("(") > before.rfind(")"):
        before, after = before.rsplit("(", 1)[1], after.split(")", 1)[0]
    opened = opening_cut(before)
    head = _without_copula(opened)
    behind = re.sub(r"\s+trở\s+(?:lên|xuống)\b", "", " ".join(after.split())).strip(" ,;:.")
    if not head and not counted and (not behind or opened.lower() == "chiếm"):
        return ""
    if behind and _BASE.fullmatch(behind) and _is_verb(head):
        return ""  # "… và khoảng 3% GDP vào năm 2030": of what, the member of the list before it says
    state = STATE.search(opened) is not None
    if head and (state or (not behind and (not counted or head != opened.strip(" ,:("))) or graded or RATE.match(head)):
        return head if graded else _cut(head)
    named = f"{counted}," if counted and after.lstrip().startswith(",") else counted
    return _cut(" ".join(filter(None, (opened.strip(" ,:("), named, behind))))


def scope_of(words: str) -> str | None:
    """The first words that say where or for whom, or None.

    >>> scope_of("tỉ lệ thất nghiệp khu vực thành thị")
    'khu vực thành thị'
    """
    for match in SCOPE.finditer(words):
        scope = " ".join(match["scope"].split()).strip(" ,")
        if not scope.endswith(("nơi", "khu vực", "những", "các")):  # "ở nơi có nguy cơ cao": the rest says where
            return scope
    return None


def divide(between: str) -> tuple[int, int]:
    """Where the words between two amounts part: the end of the first one's and the beginning of the second one's."""
    if match := re.match(r"\s*(?:,|và(?!\w))\s*", between):
        return match.start(), match.end()
    marks = list(re.finditer(r"[\s,]+(?:và|trong đó(?: có)?)\s+$|,\s+$", between)) or list(
        re.finditer(r",\s|\svà\s(?=[^,]*$)|\s\(|\.\s", between)
    )
    marks = marks or list(re.finditer(r"\s(?:trên|với|gồm|trong đó)\s", between))
    return marks[-1].span() if marks else (len(between), len(between))


def with_shared_predicate(after: str, following: str) -> str:
    """`after` with the predicate of the last member of its list, where it has none: "95% … đô thị và 85% … được thu gom"."""
    if PREDICATE.search(f" {after} "):
        return after
    match = PREDICATE.search(following)
    return f"{after.rstrip(' ,')}{following[match.start() :].rstrip(' .;')}" if match else after


def with_shared_rate(head: str, previous: str) -> str:
    """`head` with what the member of the list before it states: the name of the rate, or who is meant.

    >>> with_shared_rate("cấp trung học cơ sở", "tỉ lệ đi học đúng độ tuổi cấp tiểu học")
    'tỉ lệ đi học đúng độ tuổi cấp trung học cơ sở'
    """
    first = head.split(" ", 1)[0].lower()
    if first in ("có", "được") and (match := PREDICATE.search(f"{previous} ")):
        return f"{previous[: match.start()]} {head}"
    if previous and first in ("tăng", "giảm"):
        return f"{previous} {head}"
    rate = re.search(r"(?:^|,\s)((?:tỷ|tỉ)\s+(?:lệ|trọng|suất)\s.*)", previous, re.IGNORECASE)
    if rate is None or RATE.match(head) or first not in ("cấp", "ở", "khu", "vùng", "trong", "bậc", "nhóm"):
        return head
    at = rate[1].lower().find(f" {first} ")
    return f"{rate[1][:at]} {head}" if at > 0 else head


def opening_cut(before: str) -> str:
    """`before` without what opens its sentence: its label, "phấn đấu", "đến năm 2030", a run-in title."""
    words = " ".join(before[-2 * _LONGEST :].split())
    if ":" in words:
        words = words.rsplit(":", 1)[1]
    announced = list(ANNOUNCING.finditer(words))
    if announced and words[announced[-1].end() :].strip(" ,"):
        words = words[announced[-1].end() :]
    while match := OPENING.match(words):
        words = words[match.end() :]
    return words.strip()


def _without_copula(words: str) -> str:
    words = words.strip(" ,:(")
    while match := COPULA.search(words):
        words = words[: match.start()].strip(" ,:(")
    return words


def _is_verb(head: str) -> bool:
    """Whether `head` only says what is done to what is counted: "Xây dựng", "Thu hút"."""
    return len(head.split()) <= 2 and not RATE.match(head)


def _cut(subject: str) -> str:
    subject = re.split(r",?\s+trong\s+đó\s", DUE_BEHIND.sub("", subject))[0]
    if rates := list(re.finditer(r",\s+(?=(?:tỷ|tỉ)\s+(?:lệ|trọng)\s)", subject, re.IGNORECASE)):
        subject = subject[rates[-1].end() :]
    wanted = _WANTED.sub("", subject)
    subject = wanted if len(wanted.split()) > 1 and not RATE.match(subject) else subject
    if len(subject) > _LONGEST:
        subject = subject[:_LONGEST].rsplit(" ", 1)[0]
    return subject.strip(" ,;:.").removesuffix(")") if "(" not in subject else subject.strip(" ,;:.")
