"""The functions of pdfium that a page is asked for thousands of times, with plain numbers for its handles.

pypdfium2 declares each of them with a pointer type of its own. Making and checking these pointers takes longer than
most of the calls; with integers (``None`` for a null pointer) the same calls take half of the time. Of the arguments no
more are declared than must be: a handle, which is larger than C's ``int``, and what stands before another that is no
``int``. ``ctypes`` passes an ``int``, and what its ``byref`` gives, as they are, but puts what is declared through a
converter first. In a compiled wheel the same functions are called without ``ctypes`` (plain.c), which takes a fifth of
the time. Nothing here lets other threads run in between, and pdfium could not bear them anyway.
"""

from __future__ import annotations

import ctypes
from array import array
from collections.abc import Callable
from typing import Any, Literal, overload

import pypdfium2.raw as raw

try:
    from extract.plain import Function
except ModuleNotFoundError:  # not compiled
    COMPILED = False
else:
    COMPILED = True

Handle = int | None  # a pointer of pdfium's; None is its null

_H, _I, _F = ctypes.c_void_p, ctypes.c_int, ctypes.c_float


def _plain(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    address = ctypes.cast(function, ctypes.c_void_p).value
    assert address is not None
    if COMPILED:
        return Function(address, f"{_letter(function.restype)}_{''.join(map(_letter, function.argtypes))}")
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


def _letter(kind: Any) -> str:
    """A type's letter in a signature of plain.c: ctypes' own, and ``p`` for every pointer."""
    letter = kind._type_
    return letter if isinstance(letter, str) and letter not in "Pz" else "p"


@overload
def written(kind: Literal["f", "d"], count: int = 1) -> tuple[array[float], Any]: ...
@overload
def written(kind: Literal["B", "i", "I", "L"], count: int = 1) -> tuple[array[int], Any]: ...
def written(kind: Any, count: int = 1) -> tuple[Any, Any]:
    """``count`` numbers for pdfium to write, of a type by ``array``'s letter, and what to pass for a pointer to them.

    The pointer holds as long as the numbers are there.
    """
    numbers = array(kind, bytes(count * array(kind).itemsize))
    if COMPILED:
        return numbers, numbers.buffer_info()[0]
    return numbers, ctypes.byref((ctypes.c_char * (count * numbers.itemsize)).from_buffer(numbers))


def handle(pointer: Any) -> Handle:
    """The number of a pointer that pypdfium2 made."""
    return ctypes.cast(pointer, ctypes.c_void_p).value


characters = _plain(raw.FPDFText_GetText, _I, _H, _I, _I, _H)
text_object = _plain(raw.FPDFText_GetTextObject, _H, _H)
is_made_up = _plain(raw.FPDFText_IsGenerated, _I, _H)
char_matrix = _plain(raw.FPDFText_GetMatrix, _I, _H)
char_size = _plain(raw.FPDFText_GetFontSize, ctypes.c_double, _H)
char_box = _plain(raw.FPDFText_GetLooseCharBox, _I, _H)
char_origin = _plain(raw.FPDFText_GetCharOrigin, _I, _H)
font_of = _plain(raw.FPDFTextObj_GetFont, _H, _H)
font_name = _plain(raw.FPDFFont_GetBaseFontName, ctypes.c_size_t, _H, _H, ctypes.c_size_t)
font_weight = _plain(raw.FPDFFont_GetWeight, _I, _H)
letter_width = _plain(raw.FPDFFont_GetGlyphWidth, _I, _H, ctypes.c_uint32, _F, _H)
render_mode = _plain(raw.FPDFTextObj_GetTextRenderMode, _I, _H)

object_count = _plain(raw.FPDFPage_CountObjects, _I, _H)
object_at = _plain(raw.FPDFPage_GetObject, _H, _H)
object_type = _plain(raw.FPDFPageObj_GetType, _I, _H)
object_bounds = _plain(raw.FPDFPageObj_GetBounds, _I, _H)
object_matrix = _plain(raw.FPDFPageObj_GetMatrix, _I, _H)
content_id = _plain(raw.FPDFPageObj_GetMarkedContentID, _I, _H)
mark_count = _plain(raw.FPDFPageObj_CountMarks, _I, _H)
mark_at = _plain(raw.FPDFPageObj_GetMark, _H, _H, ctypes.c_ulong)
mark_name = _plain(raw.FPDFPageObjMark_GetName, _I, _H, _H, ctypes.c_ulong, _H)
clip_of = _plain(raw.FPDFPageObj_GetClipPath, _H, _H)
clip_paths = _plain(raw.FPDFClipPath_CountPaths, _I, _H)
clip_segments = _plain(raw.FPDFClipPath_CountPathSegments, _I, _H)
clip_segment = _plain(raw.FPDFClipPath_GetPathSegment, _H, _H)
form_count = _plain(raw.FPDFFormObj_CountObjects, _I, _H)
form_object_at = _plain(raw.FPDFFormObj_GetObject, _H, _H, ctypes.c_ulong)
draw_mode = _plain(raw.FPDFPath_GetDrawMode, _I, _H)
fill_colour = _plain(raw.FPDFPageObj_GetFillColor, _I, _H)
has_transparency = _plain(raw.FPDFPageObj_HasTransparency, _I, _H)
segment_count = _plain(raw.FPDFPath_CountSegments, _I, _H)
segment_at = _plain(raw.FPDFPath_GetPathSegment, _H, _H)
segment_point = _plain(raw.FPDFPathSegment_GetPoint, _I, _H)
segment_type = _plain(raw.FPDFPathSegment_GetType, _I, _H)
segment_closes = _plain(raw.FPDFPathSegment_GetClose, _I, _H)

tag_child_count = _plain(raw.FPDF_StructElement_CountChildren, _I, _H)
tag_child_id = _plain(raw.FPDF_StructElement_GetChildMarkedContentID, _I, _H)
tag_child = _plain(raw.FPDF_StructElement_GetChildAtIndex, _H, _H)
tag_attribute_count = _plain(raw.FPDF_StructElement_GetAttributeCount, _I, _H)
tag_attribute = _plain(raw.FPDF_StructElement_GetAttributeAtIndex, _H, _H)
tag_attribute_value = _plain(raw.FPDF_StructElement_Attr_GetValue, _H, _H, ctypes.c_char_p)
tag_attribute_number = _plain(raw.FPDF_StructElement_Attr_GetNumberValue, _I, _H)
tag_type = _plain(raw.FPDF_StructElement_GetType, ctypes.c_ulong, _H, _H, ctypes.c_ulong)
