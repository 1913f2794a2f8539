"""Words that hold sentences together and say little by themselves, in Chinese talk and in English."""

from __future__ import annotations

__all__ = ["FUNCTION_WORDS"]

CHINESE = """
的 了 着 过 地 得 是 在 有 和 与 就 都 也 还 又 才 再 很 太 更 最 不 没 没有 别 我 你 您 他 她 它 我们 你们 他们
她们 咱 咱们 自己 人家 大家 这 那 哪 这个 那个 哪个 这些 那些 这样 那样 这么 那么 这里 那里 这儿 那儿 什么 怎么
为什么 谁 多少 几 一 一个 一些 一下 一点 有点 一样 把 被 给 对 跟 向 从 到 为 为了 因为 所以 如果 要是 但 但是
可是 不过 虽然 而 而且 然后 就是 还是 或者 以及 并 并且 只 只是 只有 啊 吧 呢 吗 嘛 哦 噢 嗯 呃 哎 唉 哈 呀 啦
哇 嗯嗯 上 下 里 中 去 来 要 会 能 可以 可能 应该 说 觉得 其实 已经 时候 的话 不是 不会 不能 那种 这种
"""
ENGLISH = """
a an the and or but if so as than then that this these those there here it its it's i'm i me my mine we us our
you your he him his she her they them their who whom whose which what when where why how is am are was were be
been being do does did done doing have has had having will would can could shall should may might must not no
nor don't didn't doesn't wasn't isn't i've i'd i'll you're they're we're that's there's of in on at by for with
about into through to from up down out off over under again once only own same too very just also even still all
any both each few more most other some such one
"""
FUNCTION_WORDS = frozenset([*CHINESE.split(), *ENGLISH.split()])
