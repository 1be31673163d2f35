"""plain.c, which only a compiled wheel has."""

class Function:
    """A function of C's, by its address and its signature in ctypes' letters: the result, ``_`` and the arguments."""

    def __init__(self, address: int, signature: str) -> None: ...
    def __call__(self, *arguments: int | float | None) -> int | float | None: ...
