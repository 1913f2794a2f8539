"""Which words before a colon name a speaker, and which part that speaker takes."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from kangni.core.names import fold_handle
from kangni.core.text import Role

__all__ = ["HEAD_KEYS", "Label", "fold_label", "read_label"]

LONGEST_LABEL = 30
MOST_WORDS = 4
MOST_HAN = 8

_INTERVIEWERS = (
    "访谈者 访谈员 访谈人 采访者 采访人 采访员 访员 访问者 访问员 提问者 提问 主持人 主持 研究者 研究员 调查员 调查者 "
    "咨询师 心理咨询师 咨询员 治疗师 助手 ai助手 訪談者 訪談員 訪問者 訪問員 採訪者 主持人 研究者 諮商師 諮詢師 "
    "interviewer moderator facilitator researcher question host counsellor counselor therapist assistant ai int"
)
_PARTICIPANTS = (
    "受访者 受访人 被访者 被访人 被采访者 被采访人 访谈对象 参与者 回答者 回答 来访者 来访 求助者 咨客 案主 嘉宾 用户 "
    "受訪者 受訪人 被訪者 參與者 回答者 來訪者 個案 案主 "
    "participant respondent interviewee informant answer client patient guest user"
)
_OTHERS = (
    "翻译 译员 口译 记录员 记录者 旁白 观察员 众人 翻譯 記錄員 interpreter translator narrator observer notetaker all"
)
_UNKNOWN = "说话人 发言人 讲话人 說話人 發言人 speaker"
# One letter or character says too little to be a label wherever it stands once.
_SHORT_INTERVIEWERS = "访 问 訪 問 主 q i"
_SHORT_PARTICIPANTS = "受 答 被 a r p"

_ROLES: dict[str, Role | None] = {
    **dict.fromkeys(_INTERVIEWERS.split(), Role.INTERVIEWER),
    **dict.fromkeys(_PARTICIPANTS.split(), Role.PARTICIPANT),
    **dict.fromkeys(_OTHERS.split(), Role.OTHER),
    **dict.fromkeys(_UNKNOWN.split(), None),
}
_SHORT_ROLES = {
    **dict.fromkeys(_SHORT_INTERVIEWERS.split(), Role.INTERVIEWER),
    **dict.fromkeys(_SHORT_PARTICIPANTS.split(), Role.PARTICIPANT),
}
_FIELDS = (
    "时间 日期 地点 编号 主题 题目 标题 项目 方式 时长 性别 年龄 职业 工作年限 学历 录音 转录 整理 记录 "
    "访谈时间 访谈日期 访谈地点 访谈方式 访谈时长 访谈编号 访谈主题 受访者编号 转录人 整理人 "
    "date time place location duration topic title project id gender age occupation recording transcript transcriber"
)
_CONNECTIVES = (
    "注意 注 备注 说明 例如 例 比如 比如说 譬如 举例 总结 总之 结论 问题 原因 第一 第二 第三 首先 其次 然后 最后 结果 "
    "建议 优点 缺点 好处 坏处 目的 目标 背景 方法 步骤 意思是 也就是说 其一 其二 其三 另外 还有 "
    "note notes nb example eg e.g e.g. ie i.e i.e. ps p.s p.s. warning tip summary conclusion result results reason "
    "reasons pros cons advantages disadvantages first second third finally step goal goals subject re http https mailto"
)
# What stands before a colon at the head of a transcript.
HEAD_KEYS = frozenset(_FIELDS.split())
_NO_SPEAKERS = HEAD_KEYS | frozenset(_CONNECTIVES.split())
# 王姐说：, 我就问：, she said: introduce a quotation
_QUOTING = re.compile(
    r".*(?:说|說|说道|问道|知道|觉得|表示)|[我你您他她它].+|.*\b(?:said|says?|asked|asks|told|thought)"
)
_CODE = re.compile(r"[a-z]{1,3}[-_]?\d{1,4}[a-z]?")  # P01, R2, SW-03
_CODE_LETTERS = {"p", "r"}
_NUMBERED = re.compile(r"(?P<stem>.*[^\W\d_]|.)[-_ #]*(?:\d{1,3}|[a-h]|[甲乙丙丁一二三四五六七八九十])")
_ASIDE = re.compile(r"[ ]*\([^()]*\)$")
_SHAPE = re.compile(r"[^\W\d_][\w .·・'’&/()-]*")
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class Label:
    """What words before a colon say about who speaks.

    `certain` labels name a speaker wherever they begin a line, `short` ones beside a label of the other role, and all
    else only when it recurs. `role` is None where the words do not tell it.
    """

    folded: str
    role: Role | None = None
    certain: bool = False
    short: bool = False
    code: bool = False


def fold_label(words: str) -> str:
    """Return the form under which labels are compared: half-width, single blanks, no case."""
    return fold_handle(" ".join(unicodedata.normalize("NFKC", words).split()))


@lru_cache(maxsize=10_000)  # a transcript has few labels, each hundreds of times
def read_label(words: str) -> Label | None:
    """Return what the words before a colon say, None where they cannot be a speaker's label."""
    folded = fold_label(words)
    name = _ASIDE.sub("", folded)
    if name in _ROLES:
        return Label(folded, _ROLES[name], certain=True)
    if name in _SHORT_ROLES:
        return Label(folded, _SHORT_ROLES[name], short=True)
    numbered = _NUMBERED.fullmatch(name)
    stem = numbered["stem"].rstrip(" -_#") if numbered else ""
    if stem in _ROLES:
        return Label(folded, _ROLES[stem], certain=True)
    if stem in _SHORT_ROLES and stem not in _CODE_LETTERS:  # Q1: and A1: count questions, not people
        return Label(folded, _SHORT_ROLES[stem], short=True)
    if _CODE.fullmatch(name):
        return Label(folded, Role.PARTICIPANT, certain=True, code=True)
    return Label(folded) if _could_name_somebody(name) else None


def _could_name_somebody(name: str) -> bool:
    return (
        len(name) <= LONGEST_LABEL
        and len(name.split()) <= MOST_WORDS
        and len(_HAN.findall(name)) <= MOST_HAN
        and _SHAPE.fullmatch(name) is not None
        and name not in _NO_SPEAKERS
        and _QUOTING.fullmatch(name) is None
    )
