"""The words beside an episode, withheld where they are words about what may not be shown."""

from __future__ import annotations

from kangni.core.errors import N_
from kangni.reports.evidence import Numbers
from kangni.reports.wording import Wording
from kangni.results.process import Process

__all__ = ["EpisodeLabels"]


class EpisodeLabels:
    """The labels of episodes as a reader may see them.

    A coder's label speaks of the episode's words: it is withheld where one of them is, and of two people kept apart
    only one is labelled, since the lanes stand side by side.
    """

    def __init__(self, process: Process | None, numbers: Numbers, wording: Wording) -> None:
        self._by_key: dict[str, str] = {}
        self.withheld = 0
        scope = numbers.scope()
        for lane in process.lanes if process is not None else ():
            may_show = all(not quote.withheld for quote in numbers.quotes("process", lane.key))
            if not lane.label or (may_show and scope.admits([lane.participant])):
                self._by_key[lane.key] = lane.label
            else:
                self._by_key[lane.key] = wording.translate(N_("(withheld)"))
                self.withheld += 1

    def all(self) -> dict[str, str]:
        """Return the labels by the keys of their episodes."""
        return dict(self._by_key)

    def shown(self, key: str) -> str:
        """Return the label of one episode."""
        return self._by_key.get(key, "")
