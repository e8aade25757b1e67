"""The elements and attributes of HTML, so that what is none can be told from what is."""

from __future__ import annotations

#: Begin a block of their own.
# fmt: off
BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup",
    "hr", "html", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "ul", "caption", "col", "colgroup",
))
# fmt: on

#: Stand in a line.
# fmt: off
INLINE = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn", "em", "font", "i",
    "img", "ins", "kbd", "label", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
))
# fmt: on

#: Do something, or show what is not in the text: nothing of it can be carried over.
# fmt: off
SILENT = frozenset((
    "applet", "audio", "base", "button", "canvas", "embed", "frame", "frameset", "iframe", "input", "link", "map",
    "area", "meta", "noscript", "object", "optgroup", "option", "output", "param", "picture", "portal", "progress",
    "script", "select", "source", "style", "svg", "template", "textarea", "title", "track", "video", "head",
    "meter", "datalist",
))
# fmt: on

# fmt: off
MATHML = frozenset((
    "math", "mi", "mn", "mo", "ms", "mtext", "mspace", "mrow", "mfrac", "msqrt", "mroot", "mstyle", "merror",
    "mpadded", "mphantom", "mfenced", "menclose", "msub", "msup", "msubsup", "munder", "mover", "munderover",
    "mmultiscripts", "mprescripts", "none", "mtable", "mtr", "mtd", "mlabeledtr", "maligngroup", "malignmark",
    "maction", "semantics", "annotation", "annotation-xml",
))
# fmt: on

KNOWN = BLOCKS | INLINE | SILENT | MATHML

# fmt: off
_ATTRIBUTES = frozenset((
    "abbr", "accesskey", "align", "alt", "axis", "background", "bgcolor", "border", "cellpadding", "cellspacing",
    "char", "charoff", "cite", "class", "clear", "color", "cols", "colspan", "columnalign", "compact",
    "contenteditable", "coords", "crossorigin", "data", "datetime", "decoding", "dir", "display", "displaystyle",
    "download", "draggable", "encoding", "face", "fence", "float", "frame", "frameborder", "headers", "height",
    "hidden", "href", "hreflang", "hspace", "id", "itemid", "itemprop", "itemref", "itemscope", "itemtype", "lang",
    "linethickness", "loading", "longdesc", "lspace", "mathsize", "mathvariant", "maxsize", "media", "minsize",
    "name", "nowrap", "open", "ping", "referrerpolicy", "rel", "rev", "reversed", "role", "rowalign", "rowlines",
    "rows", "rowspan", "rspace", "rules", "scope", "separator", "separators", "shape", "size", "sizes", "slot",
    "span", "spellcheck", "src", "srcset", "start", "stretchy", "style", "summary", "tabindex", "target", "title",
    "translate", "type", "usemap", "valign", "value", "vspace", "width", "xmlns", "noshade",
))
# fmt: on


def is_attribute(name: str) -> bool:
    """Tell whether an attribute is one that HTML or an editor writes."""
    return name in _ATTRIBUTES or name.startswith(("data-", "aria-", "on", "xml", "mso-", "v:", "o:", "w:", "ng-", "{"))
