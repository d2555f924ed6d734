"""Charts drawn on the server by pygal, made fit for our pages: inline, without styles and scripts, with a name.

The pages' policy forbids styles and scripts of their own, so both are taken out of the drawing again; a bar's colour becomes a
class, and the style sheet of the page gives it its look. Every chart needs a table beside it that says the same.
"""

import sys
from functools import cache
from types import ModuleType
from xml.etree import ElementTree

from django.utils.safestring import SafeString, mark_safe

SVG = "http://www.w3.org/2000/svg"
_DROPPED = {"script", "style", "desc"}


@cache
def chart_library() -> ModuleType:
    """pygal, loaded at first use: no other page should pay for it. Its finder of map plugins is put away again; we draw no
    maps, and its old manner makes Python warn at every later import."""
    import pygal
    import pygal.style

    sys.meta_path[:] = [each for each in sys.meta_path if not isinstance(each, pygal.PluginImportFixer)]
    return pygal


def for_the_page(text: str, *, title: str, css: str, style: str = "") -> SafeString:
    """A rendered chart as an SVG element: only shapes and words stay.

    Args:
        text: what pygal rendered. title: name of the drawing for those who hear the page. css: class of the element.
        style: rules written into the drawing, for letters alone: no style sheet reaches a drawing there, and no policy
            forbids it.
    """
    ElementTree.register_namespace("", SVG)
    # Our own library's text a moment ago, not somebody's file.
    root = ElementTree.fromstring(text[text.index("<svg") :])  # noqa: S314
    for parent in list(root.iter()):
        for child in list(parent):
            is_tip = "tooltip-overlay" in child.get("class", "")
            if _name(child) in _DROPPED or is_tip or (_name(child) == "title" and parent is not root):
                parent.remove(child)
        colour = parent.attrib.pop("style", "")
        if colour.startswith("fill:"):
            parent.set("class", f"{parent.get('class', '')} cell-{colour.removeprefix('fill:').split(';')[0].strip()}".strip())
    for name in ("width", "height", "id"):
        root.attrib.pop(name, None)
    root.set("role", "img")
    root.set("class", css)
    for child in root:
        if _name(child) == "title":
            child.text = title
    if style:
        rules = ElementTree.Element(f"{{{SVG}}}style")
        rules.text = style
        root.insert(0, rules)
    return mark_safe(ElementTree.tostring(root, encoding="unicode"))  # noqa: S308 - built above; every word is escaped by the writer


def _name(element: ElementTree.Element) -> str:
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""
