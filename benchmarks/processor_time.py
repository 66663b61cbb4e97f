"""Processor time: what a reading costs, however busy the machine is."""

from __future__ import annotations

import resource


def processor_s() -> float:
    """Return the seconds, user and system, of this process and of its children that have ended."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)
