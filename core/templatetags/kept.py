"""Parts of pages that are the same for every reader, drawn once in each process.

A public page is drawn for every reader who gets no kept page; two thirds of that time went into its frame, which never changes.
"""

from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token

register = template.Library()

# So many drawings one place of a template keeps; whatever else comes is drawn each time.
MOST = 32


class DrawnOnce(template.Node):
    """Keeps its drawing for the same values.

    Args:
        values: all that the content depends on.
        unless: nothing is kept while this is true; None for content that is the same for everybody.
    """

    def __init__(self, nodelist: NodeList, values: list[FilterExpression], unless: FilterExpression | None) -> None:
        self.nodelist, self.values, self.unless = nodelist, values, unless
        self.kept: dict[tuple[Any, ...], str] = {}

    def render(self, context: template.Context) -> str:
        """The content, drawn now or before."""
        if self.unless is not None and self.unless.resolve(context, ignore_failures=True):
            return self.nodelist.render(context)
        key = tuple(value.resolve(context, ignore_failures=True) for value in self.values)
        drawn = self.kept.get(key)
        if drawn is None:
            drawn = self.nodelist.render(context)
            if len(self.kept) < MOST:
                self.kept[key] = drawn
        return drawn


@register.tag
def drawn_once(parser: Parser, token: Token) -> DrawnOnce:
    """Draw the content once for the same values: `{% drawn_once value ... [unless condition] %}...{% enddrawn_once %}`.

    The content may depend on nothing but the values: not on the reader, the time, the address or a token. `unless` names what
    makes a page personal.
    """
    words = token.split_contents()[1:]
    unless = None
    if "unless" in words:
        place = words.index("unless")
        if place != len(words) - 2:
            raise template.TemplateSyntaxError("drawn_once: one condition follows `unless`, at the end")
        unless, words = parser.compile_filter(words[place + 1]), words[:place]
    nodelist = parser.parse(("enddrawn_once",))
    parser.delete_first_token()
    return DrawnOnce(nodelist, [parser.compile_filter(word) for word in words], unless)
