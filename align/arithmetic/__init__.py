"""The figures of a report → where they contradict one another."""

from align.arithmetic.arithmetic import Contradiction, contradictions

__all__ = ["Contradiction", "contradictions"]
