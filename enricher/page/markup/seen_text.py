"""The text that readers see of a whole page, without menus, footers and what is hidden.

Law of this file: all work over the tree is the parser's own, which takes a fifth of the time that a
walk in Python takes. It changes the tree, so it parses the markup anew.
"""

from __future__ import annotations

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser, SelectolaxError

# fmt: off
UNSEEN = frozenset((
    "script", "style", "template", "svg", "iframe", "object", "select", "nav", "textarea", "canvas",
    "math", "noscript", "video", "amp-img", "footer", "dialog",
))
# fmt: on
"""Elements that hold no text for readers, but for an open dialog's."""
_UNSEEN = (
    ",".join(sorted(UNSEEN - {"dialog"})) + ",dialog:not([open]),[hidden]"
    ',[style*="display:none" i],[style*="display: none" i]'
)
# Formatting inside a word; at other elements words end.
_WITHIN_WORDS = ["em", "i", "b", "strong", "wbr", "sup", "sub", "mark", "u", "nobr"]


def read(markup: bytes, most: int) -> str:
    """The text on one line; no more than its first characters. Empty where there is no body."""
    try:
        tree = LexborHTMLParser(markup, options=LexborDocumentOptions.WO_EVENTS)
    except SelectolaxError:  # no memory left for it: as good as not read
        return ""
    body = tree.body
    if body is None:
        return ""
    for node in body.css(_UNSEEN):
        if node.tag != "body":
            # Not destroyed: what it holds may be among the nodes that follow.
            node.replace_with(" ")
    tree.unwrap_tags(_WITHIN_WORDS)
    body.merge_text_nodes()
    return " ".join(body.text(separator=" ")[: 4 * most].split())[:most]
