"""The learned judge's weights, as files; ``CARD.md`` says what they are."""
