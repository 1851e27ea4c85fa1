"""What a sentence does with a document that it names: which relation, and which document acts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from corpus.document import Relation
from ingest.references.mentions import Mention

BASIS: Final = "căn cứ"
IMPLEMENTS: Final = "thực hiện"
DETAILS: Final = "cụ thể hóa"
AMENDS: Final = "sửa đổi, bổ sung"
ADJUSTS: Final = "điều chỉnh, bổ sung"
REPLACES: Final = "thay thế"
REPEALS: Final = "bãi bỏ"
ISSUES: Final = "ban hành kèm theo"
CONSOLIDATES: Final = "hợp nhất"
REFERS: Final = "dẫn chiếu"
#: Relations that change the document named.
CHANGES: frozenset[Relation] = frozenset({AMENDS, ADJUSTS, REPLACES, REPEALS})
#: What only a document that makes rules does by saying so; a plan speaks of what others do or are to do.
_PRESCRIBES: Final = "quy định chi tiết"
Said = Relation | Literal["quy định chi tiết"]
_ACTS: frozenset[Said] = CHANGES | {_PRESCRIBES}


@dataclass(frozen=True, slots=True)
class Related:
    """What is said of a mention, and the relation that this is; `actor` is the place of the mention of the document that acts, None for the citing document.

    `changes` are what documents did to it that the sentence names behind it ("được sửa đổi, bổ sung bởi").
    """

    said: Said
    actor: int | None = None
    changes: tuple[Related, ...] = ()

    @property
    def relation(self) -> Relation:
        """The relation that is said."""
        return DETAILS if self.said == _PRESCRIBES else self.said


#: What is changed where only some words are.
_WORDS = r"\s+(?:các\s+)?(?:cụm\s+từ|từ(?:\s+ngữ)?(?=\s*[“\"]))"
_SOME = r"\s+một\s+(?:số|phần)"
#: Words that say what is done with the document named behind them.
_CUES: dict[Said, re.Pattern[str]] = {
    ADJUSTS: re.compile(
        r"""
        \bđiều\s+chỉnh(?:\s*,\s*|\s+và\s+|\s+)bổ\s+sung\b
        | \bđiều\s+chỉnh\s+(?=một\s+số)
        """,
        re.IGNORECASE | re.VERBOSE,
    ),
    AMENDS: re.compile(
        rf"""
        \b(?<!điều\ chỉnh,\ )
        (?:sửa\s+đổi(?:\s*,?\s*(?:và\s+)?bổ\s+sung)? | bổ\s+sung | đính\s+chính | thay\s+đổi
            | (?:bãi\s+bỏ|thay\s+thế)(?={_SOME}))\b
        | \b(?:thay(?:\s+thế)?|bãi\s+bỏ|hủy\s+bỏ|huỷ\s+bỏ|(?<!bãi\ )(?<!hủy\ )(?<!huỷ\ )bỏ){_WORDS}(?!\w)
        """,
        re.IGNORECASE | re.VERBOSE,
    ),
    REPLACES: re.compile(rf"\bthay\s+thế(?:\s+cho)?\b(?!{_WORDS}|{_SOME})", re.IGNORECASE),
    REPEALS: re.compile(rf"\b(?:bãi\s+bỏ|hủy\s+bỏ|huỷ\s+bỏ)\b(?!{_WORDS}|{_SOME})", re.IGNORECASE),
    CONSOLIDATES: re.compile(r"\bhợp\s+nhất\b", re.IGNORECASE),
    DETAILS: re.compile(r"\bcụ\s+thể\s+h(?:óa|oá)\b", re.IGNORECASE),
    _PRESCRIBES: re.compile(
        r"""
        \b(?:quy\s+định\s+chi\s+tiết(?:(?:[^;.]{0,60}?biện\s+pháp)?\s+thi\s+hành)?
            | hướng\s+dẫn(?:\s+(?:thi\s+hành|thực\s+hiện))?
            | biện\s+pháp\s+thi\s+hành)\b
        """,
        re.IGNORECASE | re.VERBOSE,
    ),
    IMPLEMENTS: re.compile(
        r"\b(?:thực\s+hiện|triển\s+khai|(?<!hiệu lực )(?<!điều khoản )thi\s+hành|quán\s+triệt)\b", re.IGNORECASE
    ),
}
#: "căn cứ" is a basis only where it begins a line of the basis.
_BASIS = re.compile(
    r"[\s|]*[-–+•*]?\s*(?i:căn\s+cứ)\b(?!\s+(?:(?:vào|theo)\s+)?(?:các\s+)?(?:chức\s+năng|nhiệm\s+vụ|tình\s+hình|quyền\s+hạn|điều\s+kiện|thẩm\s+quyền))"
)
_SENTENCE_END = re.compile(
    r"[.;:,]?\s*\n\s*\n|[.;:]\s*\n|\n(?=\s*(?:Căn\s+cứ|Theo\s+đề\s+nghị|Xét|Thực\s+hiện|[-–+•*|]|\d+[.)]|[a-zđ]\)))|(?<=[^\s.][^\s.])\.\s+(?=[A-ZĐÀ-Ỹ])"
)
_LONGEST_SENTENCE = 600
_QUOTED = re.compile(r"“[^”]*”")
#: What may stand between words of change and what they change.
_CHANGED = re.compile(r"(?:(?!(?<!kèm )\btheo\b)[^;:]){0,70}", re.DOTALL)
_CHANGED_BY_ANOTHER = re.compile(r"(?:(?!(?<!kèm )\btheo\b)[^;:]){0,320}", re.DOTALL)
#: What may stand between words of implementing and what is implemented; "theo", "quy định tại" only refer.
_DONE = re.compile(r"(?:(?!\btheo\b|[;:.]|\bcủa\s+pháp\s+luật\b).){0,110}", re.IGNORECASE | re.DOTALL)
_DETAILED = re.compile(r"[^;:.]{0,260}", re.DOTALL)
_JOINED = re.compile(
    r".*?(?:,|;|(?<![^\s),])(?:và|hoặc|cùng\s+với))\s*(?:(?:các|tại|của|theo)\s+)?", re.DOTALL | re.IGNORECASE
)
_OWN_ACTION = re.compile(
    r"(?:.*(?:,|;|\bđể|\bnhằm|\bvà|\bgắn\s+với|\bsẽ|\bphải|\bcần|\btiếp\s+tục)\s*)?(?:tổ\s+chức\s+|tập\s+trung\s+|đẩy\s+mạnh\s+)*",
    re.DOTALL | re.IGNORECASE,
)
#: In front of words of change: the citing document does it here and now, where a plan speaks of what is to be done.
_PERFORMS = re.compile(
    r"(?:.*\n)?[\s“\"|]*(?:Điều\s+\d+\w*\.|\d+[.)]|[a-zđ]\)|[-–+])?\s*(?:(?:.*\s)?(?:ban\s+hành|phê\s+duyệt|thông\s+qua|quyết\s+định)\s+(?:\w+\s+){0,3}?|nay\s+|(?:về\s+việc|v/v|về)\s+)?(?:(?:sửa\s+đổi|bổ\s+sung|thay\s+thế|bãi\s+bỏ|bỏ)(?:\s*,|\s+và|\s+hoặc)?\s+)*",
    re.DOTALL | re.IGNORECASE,
)
#: Behind a comma or a bracket somebody else acts: "…, Ủy ban nhân dân tỉnh ban hành Kế hoạch triển khai".
_OTHER_ACTOR = re.compile(
    r".*[,)]\s*[^,;]*\b(?:ban\s+hành|yêu\s+cầu|đề\s+nghị|chỉ\s+đạo|xây\s+dựng)\b.*", re.DOTALL | re.IGNORECASE
)
_PASSIVE = re.compile(
    r"""(?:(?![.;]\s).){0,400}?(?:\b(?:được|bị)\s+|\(\s*)
    (?:(?:Chính\s+phủ|Quốc\s+hội|Bộ|UBND)\s+)?
    (?P<what>sửa\s+đổi|bổ\s+sung|điều\s+chỉnh|thay\s+thế|bãi\s+bỏ)
    (?:\s*,?\s*(?:bổ\s+sung|một\s+số\s+(?:điều|nội\s+dung)|một\s+phần|thay\s+thế))*
    \s+(?:bởi|bằng|tại|theo)\s*:?\s*(?:các\s+)?""",
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
#: Between the documents that changed another one: "Luật số 1/2024/QH15; Luật số 2/2025/QH15", with the issuer of the one before.
_NEXT_ACTOR = re.compile(
    r"(?:\s+của\s+[^,;:.()\n]{3,80}?)?\s*(?:(?P<apart>;)\s*(?:và\s+)?|,\s*(?:và\s+)?|(?<=\s)và\s+)(?:(?:bởi|tại)\s+)?",
    re.IGNORECASE,
)
#: Between a document and those that its title names.
_TITLE = re.compile(
    r"(?:(?![.;]\s).){0,300}?\b(?:về|quy\s+định|hướng\s+dẫn|sửa\s+đổi|ban\s+hành|biện\s+pháp|thi\s+hành)\b(?:(?![.;]\s).){0,300}",
    re.DOTALL | re.IGNORECASE,
)
_LAWS = ("Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp")
_PASSIVE_RELATIONS: dict[str, Relation] = {
    "sửa": AMENDS,
    "bổ": AMENDS,
    "điều": ADJUSTS,
    "thay": REPLACES,
    "bãi": REPEALS,
}
_EXPIRES = re.compile(r"\bhết\s+hiệu\s+lực\b", re.IGNORECASE)
_BY_THIS = re.compile(r"[^.;]{0,40}\bnày\s", re.IGNORECASE)
_ENDS = re.compile(
    r"[^.;\n]{0,260}?\b(?:hết\s+hiệu\s+lực|(?:bị|được)\s+bãi\s+bỏ(?!\s+(?:bởi|bằng|tại|theo)))", re.IGNORECASE
)


_REACH = {IMPLEMENTS: _DONE, _PRESCRIBES: _DONE, DETAILS: _DETAILED}


def relate(
    text: str, mentions: Sequence[Mention], inherited: Said | None, *, performs: bool, body: int = 0
) -> list[Related]:
    """The relation of each of `mentions`, which are in order in `text`.

    `inherited` is what the clause above does with the items that it lists ("Bãi bỏ các văn bản sau:"). `performs`: the document makes rules,
    so that words of change in it are the change. `body` is where the text begins that follows a heading.
    """
    related: list[Related] = []
    base: Said = REFERS
    for at, mention in enumerate(mentions):
        before = mentions[at - 1].end if at else 0
        start = _sentence_start(text, max(before, body) if mention.start >= body else before, mention.start)
        first = at == 0 or start > mentions[at - 1].end
        gap = text[start : mention.start]
        if first:
            found = _first(gap, inherited if not text[:start].strip() else None, performs)
            base = found.said
        else:
            found = _further(gap, at, related, base, mentions)
        related.append(_issued(found, mention))
    return _passive(text, mentions, related)


def announced(text: str, *, performs: bool) -> Said | None:
    """What a clause that ends with a colon does with the items listed under it: "Bãi bỏ các văn bản sau:"; None where it does not say."""
    if not text.rstrip().endswith(":"):
        return None
    sentence = text[_sentence_start(text, 0, len(text)) :].rstrip(" :\n")
    if _BASIS.match(sentence):
        return BASIS
    if performs and _EXPIRES.search(sentence):
        return REPEALS
    cue = _cue(sentence, _CHANGED)
    if cue is None or cue[0] not in _ACTS:
        return cue[0] if cue else None
    acts = performs and (_PERFORMS.fullmatch(sentence, 0, cue[1]) or _BY_THIS.match(sentence))
    return cue[0] if acts else None


def _issued(found: Related, mention: Mention) -> Related:
    if mention.kind == "this" and found.relation == BASIS:  # no document rests on itself
        return Related(REFERS)
    part = mention.kind != "this" and bool(
        mention.paths or mention.attached
    )  # what is changed of what another one issues
    if mention.issued_with and not (part and found.relation in CHANGES):
        return Related(ISSUES)
    return found


def _sentence_start(text: str, after: int, before: int) -> int:
    """Where the sentence begins that `before` stands in, not before `after`."""
    start = max(after, before - _LONGEST_SENTENCE)
    for end in _SENTENCE_END.finditer(text, start, before):
        start = end.end()
    return start


def _first(gap: str, inherited: Said | None, performs: bool) -> Related:
    if _BASIS.match(gap):
        return Related(BASIS)
    cue = _cue(gap, _CHANGED_BY_ANOTHER)
    if cue:
        acts = performs and bool(_PERFORMS.fullmatch(gap, 0, cue[1]))
        return Related(cue[0] if cue[0] not in _ACTS or acts else REFERS)
    if inherited and len(gap) < 60:
        return Related(inherited)
    return Related(REFERS)


def _further(gap: str, at: int, related: list[Related], base: Said, mentions: Sequence[Mention]) -> Related:
    """The relation of a mention that follows another one in its sentence."""
    listed = gap.rfind(";")
    if listed >= 0:
        cue = _cue(gap[listed + 1 :], _CHANGED)
        return Related(cue[0] if cue and (cue[0] not in _ACTS or base in _ACTS) else base)
    if re.search(r"\bbằng\s+$", gap):  # "Thay thế A bằng B"
        return Related(REFERS)
    cue = _cue(gap, _CHANGED_BY_ANOTHER)
    if cue:
        relation, begin = cue
        own = mentions[at - 1].kind != "this" and bool(
            _OWN_ACTION.fullmatch(gap, 0, begin) or _OTHER_ACTOR.fullmatch(gap, 0, begin)
        )
        if own and relation in _ACTS and base not in _ACTS:
            return Related(REFERS)
        return Related(relation, None if own else at - 1)
    law_before = mentions[at - 1].kind == "law" and mentions[at].kind == "number" and not _is_law(mentions[at])
    if base == BASIS and law_before and _JOINED.fullmatch(gap):  # the law is only named in a title
        return Related(base)
    if _JOINED.fullmatch(gap) and not re.search(r"\btheo\b|\bquy\s+định\b", gap):
        return related[-1]
    return Related(REFERS)


def _cue(gap: str, change_reach: re.Pattern[str]) -> tuple[Said, int] | None:
    """The last words in `gap` that do something with what follows it, and where they begin."""
    plain = _QUOTED.sub(lambda quoted: f"“{' ' * (len(quoted[0]) - 2)}”", gap)
    best: tuple[Said, int] | None = None
    end = -1
    for relation, pattern in _CUES.items():
        reach = _REACH.get(relation, change_reach)
        for match in pattern.finditer(plain):
            longer = match.end() == end and best is not None and match.start() < best[1]
            if (match.end() > end or longer) and reach.fullmatch(_QUOTED.sub("", gap[match.end() :]).rstrip()):
                best, end = (relation, match.start()), match.end()
    return best


def _passive(text: str, mentions: Sequence[Mention], related: list[Related]) -> list[Related]:
    """`related`, where "A được sửa đổi bởi B, C" makes B and C act on A, and "A hết hiệu lực" repeals A."""
    result = list(related)
    for at, mention in enumerate(mentions):
        following = mentions[at + 1] if at + 1 < len(mentions) else None
        gap = text[mention.end : following.start] if following else ""
        if following and following.kind != "labels" and (passive := _PASSIVE.fullmatch(gap)):
            actors = _actors(text, mentions, at + 1, listed=gap.rstrip().endswith(":"))
            for actor in actors:
                result[actor] = Related(REFERS)
            relation = _PASSIVE_RELATIONS[passive["what"].split()[0].lower()]
            head = _head(text, mentions, at, following)
            after = actors[-1] + 1
            if after < len(mentions) and _NEXT_ACTOR.fullmatch(text, mentions[after - 1].end, mentions[after].start):
                result[after] = result[head]  # one more of those that the head is listed with
            result[head] = replace(result[head], changes=tuple(Related(relation, actor) for actor in actors))
        elif mention.kind != "this" and _ENDS.match(text, mention.end) and not re.search(r"\bnày\b.*hết", gap):
            result[at] = Related(REPEALS)
    return result


def _head(text: str, mentions: Sequence[Mention], at: int, actor: Mention) -> int:
    """The place of what `actor` changed by the words behind the mention `at`, which may only be named in its title."""
    if _is_law(actor):
        return at
    head = at
    while head and mentions[head].kind == "law" and not mentions[head].date:
        gap = text[mentions[head - 1].end : mentions[head].start]
        if not _TITLE.fullmatch(gap) and not (mentions[head - 1].kind == "law" and _JOINED.fullmatch(gap)):
            return at
        head -= 1
    return head if mentions[head].kind in ("number", "short", "this") else at


def _actors(text: str, mentions: Sequence[Mention], first: int, *, listed: bool) -> list[int]:
    """The places of the documents that a list names from `first` on; `listed` shows that all items are such documents."""
    actors = [first]
    for at in range(first + 1, len(mentions)):
        mention = mentions[at]
        join = _NEXT_ACTOR.fullmatch(text, mentions[at - 1].end, mention.start)
        if join is None or mention.kind == "labels" or mention.type != mentions[first].type:
            break
        other = mention.title is not None and not mention.title.lower().startswith("sửa đổi")
        if other and not listed and (join["apart"] or _is_law(mention)):
            break
        actors.append(at)
    return actors


def _is_law(mention: Mention) -> bool:
    return mention.type in _LAWS
