"""The sentences that a report tells twice, by the name under which the next room asks for them."""

from align.arithmetic.twice import Twice, told_twice

__all__ = ["Twice", "told_twice"]
