"""Text as such reports hold it, from a list of words: sentences, titles, bullets, with what an editor does to them.

A piece is ``(style, text)``; the styles are those of ``random_pages.STYLES``. What a reader reads is the texts joined.
"""

from __future__ import annotations

from random import Random

Piece = tuple[str, str]

WORDS = """
the the the the of of of and and to to in in a a for with on by at from across we we our they has have had been will
patrols victims officers schools councils partners residents families courts hubs centres volunteers apprentices drivers
cameras shelters homes bridges libraries surveys audits budgets contracts notices letters calls visits meetings lessons
trained opened agreed reviewed published reduced improved doubled rolled tested signed moved funded asked heard told
new local joint annual national weekly early safe clear rural urban vulnerable independent young older final first
service strategy programme network station county district valley harbour hospital kitchen playground allotment ferry
burglary robbery flooding recycling insulation housing homelessness transport safeguarding disproportionality
procurement domestic-abuse neighbourhood-watch follow-up long-term well-being multi-agency whole-system co-operation
staff team board panel force fund plan post role site lead year month quarter week response rate number share cost
specialist financial effective official offenders affected traffic offices fire fields finally
""".split()  # fmt: skip
_FIGURES = ["12", "37%", "£1.2m", "£45,000", "1,240", "2025/26", "Q3", "24/7", "4", "18-25", "£3m–£4m", "0.6%"]
_ODD = ["“buddy”", "(EICR)", "people’s", "‘hot spot’", "e.g.", "and/or", "MARAC", "Op Sentinel", "Mr Okafor", "we—or"]
_NAMES = ["Fairhaven", "Northbrook", "Saltmarsh", "Kestrel Moor", "Highways", "Marlow Dock", "Elm Park"]
_MONTHS = "January February March April May June July August September October November December".split()
_STYLED = ["underline", "strike", "link", "bold", "italic"]


def words(random: Random, count: int) -> list[str]:
    """So many words, mostly plain, with figures, names and quotes among them."""
    kinds = random.choices((WORDS, _FIGURES, _ODD, _NAMES), (90, 5, 3, 2), k=count)
    found = [random.choice(kind) for kind in kinds]
    while found and (found[-1] in _ODD or len(found[-1]) < 3):  # as a sentence does, it ends in a word
        found[-1] = random.choice(WORDS)
    return found


def sentence(random: Random, *, longest: int = 24, end: str = ".") -> str:
    """A sentence: a capital, commas, an end."""
    said = words(random, random.randint(4, longest))
    said[0] = said[0][0].upper() + said[0][1:]
    for i in range(3, len(said) - 2):
        if random.random() < 0.07:
            said[i] = said[i].rstrip(".") + ","
    if random.random() < 0.15:
        said.append(f"in {random.choice(_MONTHS)} {random.randint(2019, 2027)}")
    return " ".join(said) + end


def title(random: Random) -> str:
    """What a commitment is called: two to nine words, now and then a sentence with its stop."""
    said = sentence(random, longest=9, end=random.choice(("", "", "", ".")))
    return said[0].upper() + said[1:]


def pieces(random: Random, text: str, *, styled: bool, soft: bool) -> tuple[Piece, ...]:
    """A text as it is set: some words styled, an ordinal raised, a footnote mark, soft hyphens in long words."""
    if not styled and not soft:
        return (("", text),)
    found: list[Piece] = []
    for i, word in enumerate(text.split(" ")):
        if i:
            found.append(("", " "))
        if soft and word.isalpha() and len(word) > 8:
            word = word[:4] + "\u00ad" + word[4:]
        style = random.choice(_STYLED) if styled and i and random.random() < 0.06 else ""
        found.append((style, word))
        if styled and word.isdigit() and int(word) < 32 and random.random() < 0.7:
            found.append(("super", "nd" if word[-1] == "2" and word != "12" else "th"))
        elif styled and word.isalpha() and random.random() < 0.01:
            found.append(("super", str(random.randint(1, 9))))
    return _merged(found)


def _merged(found: list[Piece]) -> tuple[Piece, ...]:
    made: list[Piece] = []
    for style, text in found:
        if made and not style and not made[-1][0]:
            made[-1] = ("", made[-1][1] + text)
        else:
            made.append((style, text))
    return tuple(made)
