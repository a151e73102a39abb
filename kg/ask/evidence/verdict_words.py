"""Why a claim won or lost, in one sentence, English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

Words = tuple[str, str]

#: how far a source is trusted -> what people call it
TRUST: Final[Mapping[str, Words]] = {
    "correction": ("correction", "更正"),
    "artefact": ("artefact", "模型文件"),
    "card": ("card", "模型卡"),
    "registry": ("registry", "名录"),
    "article": ("article", "文章"),
}
MODALITY: Final[Mapping[str, Words]] = {
    "stated": ("stated", "明确陈述"),
    "reported": ("reported", "转述"),
    "hedged": ("hedged", "含糊"),
}
_REASONS: Final[Mapping[str, Words]] = {
    "trust": ("its source is trusted more", "其来源更受信任"),
    "modality": ("it is said more firmly", "其说法更为肯定"),
    "scope": ("it holds without scope or condition", "其成立不受范围或条件限制"),
    "date": ("it is of a later date", "其日期更晚"),
    "sources": ("more sources say so", "更多来源如此主张"),
    "tie": ("tie: smallest claim key", "并列：取断言键最小者"),
    "denial": ("it weighs as much", "其分量不低于此说"),
}


@dataclass(frozen=True, slots=True)
class Weight:
    """What counts when a claim is weighed; ``support`` is how many sources say the same."""

    trust: str
    modality: str
    dated: str
    support: int


def because(reason: str, winner: Weight, loser: Weight) -> Words:
    """What decided between two claims, with both sides of the comparison."""
    english, chinese = _REASONS[reason]
    pairs: Mapping[str, tuple[Words, Words]] = {
        "trust": (_named(TRUST, winner.trust), _named(TRUST, loser.trust)),
        "modality": (_named(MODALITY, winner.modality), _named(MODALITY, loser.modality)),
        "date": (_dated(winner), _dated(loser)),
        "sources": ((str(winner.support),) * 2, (str(loser.support),) * 2),
    }
    if reason not in pairs:
        return english, chinese
    (more, more_zh), (less, less_zh) = pairs[reason]
    return f"{english} ({more} > {less})", f"{chinese}（{more_zh} > {less_zh}）"


def _dated(weight: Weight) -> Words:
    return weight.dated or "undated", weight.dated or "无日期"


def _named(words: Mapping[str, Words], name: str) -> Words:
    return words.get(name, (name, name))


def standing(*, rivals: bool, denied: bool, rival_denied: bool) -> Words:
    """Why a value stands that no other claim beat."""
    if denied:
        return "stands: what denies it weighs less", "成立：否定它的说法分量较轻"
    if rival_denied:
        return "stands: another value is denied", "成立：另有一值已被否定"
    if rivals:
        return "stands: the property may have several values", "成立：该属性可有多个值"
    return "stands: nothing speaks against it", "成立：没有相反的说法"


def wins(reason: Words) -> Words:
    """For the claim whose value is the one believed of several."""
    return f"wins: {reason[0]}", f"胜出：{reason[1]}"


def agrees() -> Words:
    """For a claim of the winning value that is not itself the winner."""
    return "says the same as the claim that wins", "与胜出的断言一致"


def loses(title: str, reason: Words) -> Words:
    """For a claim whose value another one, of the source with this title, outranks."""
    return f"outranked by {title}: {reason[0]}", f"不及《{title}》之说：{reason[1]}"


def is_denied(title: str, reason: Words) -> Words:
    """For a claim whose value the source with this title denies."""
    return f"denied by {title}: {reason[0]}", f"为《{title}》所否定：{reason[1]}"


def denial(asserted: bool, believed: bool) -> Words:
    """For a denial: whether anything asserts what it denies, and whether that still stands."""
    if not asserted:
        return "says that it is not so; nothing asserts it", "指其不成立；无人主张其成立"
    if believed:
        return "says that it is not so, but weighs less", "指其不成立，但分量较轻"
    return "says that it is not so, and outweighs the rest", "指其不成立，且分量更重"


def noted() -> Words:
    """For words that the graph carries as a note."""
    return (
        "words where a value is expected: kept as a note",
        "此处应为确切的值而只有文字：作为备注保留",
    )
