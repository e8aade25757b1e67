"""What a page keeps from somebody who does not see it, or uses no mouse, as far as the file tells (WCAG 2.2).

Not: what only shows when a page runs; that is what axe-core in the browser tests is for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from machina_scorm.check.scorm.manifest import XML_LANG, local
from machina_scorm.check.scorm.pages import Page, words
from machina_scorm.problems import Problem, Severity

#: The shape of a language tag (BCP 47, RFC 5646 2.1), the rare forms left out.
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_NAMELESS = frozenset({"hidden", "submit", "reset", "image", "button"})
CONTROLS = ("input", "select", "textarea")
_HEADINGS = tuple(f"h{level}" for level in range(1, 7))
_WARN = Severity.WARNING


def check_page(page: Page) -> Iterator[Problem]:
    """Yield the barriers of a page or figure."""
    if page.figure:
        yield from _check_figure(page)
        return
    yield from _check_language(page)
    yield from _check_handlers(page)
    yield from _check_pictures(page)
    if page.frames:
        message = "the page is made of frames"
        yield page.problem("page-frames", message, "phones and screen readers get lost in them", None, Severity.INFO)
    elif page.written_by_scripts:
        message = "scripts write this page: headings, names and alternatives cannot be read from the file"
        yield page.problem("page-scripted", message, "look at it with a screen reader", None, Severity.INFO)
    else:
        yield from _check_structure(page)
        yield from _check_links(page)
        yield from _check_controls(page)


def languages_of(page: Page) -> Iterator[str]:
    """Yield every language that the page says it is in, its own first."""
    for element in page.elements():
        tag = element.get("lang") or element.get(XML_LANG)
        if tag and _TAG.fullmatch(tag.strip()):
            yield tag.strip()


def _check_figure(page: Page) -> Iterator[Problem]:
    for element in page.elements():
        active = [attribute for attribute in element.attrib if str(attribute).lower().startswith("on")]
        address = str(element.get("href") or element.get("{http://www.w3.org/1999/xlink}href") or "")
        if local(element) == "script" or active or address.strip().lower().startswith("javascript:"):
            yield page.problem("figure-script", "the figure carries a script", "take it out", element, Severity.ERROR)


def _check_language(page: Page) -> Iterator[Problem]:
    html = next(page.elements("html"), page.root)
    if not (html.get("lang") or html.get(XML_LANG) or "").strip():
        message = "the page does not say its language"
        yield page.problem("page-language", message, "screen readers need <html lang>", None, _WARN)
    for element in page.elements():
        tag = element.get("lang")
        if tag and tag.strip() and not _TAG.fullmatch(tag.strip()):
            message = f"{tag!r} is no language tag"
            yield page.problem("page-language", message, "write it as in el, pt-BR", element, _WARN)


def _check_handlers(page: Page) -> Iterator[Problem]:
    held = [e for e in page.elements() if any(str(a).lower().startswith("on") for a in e.attrib)]
    if held:
        names = sorted({str(a) for e in held for a in e.attrib if str(a).lower().startswith("on")})
        message = f"{len(held)} elements carry scripts in their attributes ({', '.join(names[:4])})"
        hint = "a site with a strict Content-Security-Policy does not run them"
        yield page.problem("inline-handler", message, hint, held[0], Severity.INFO)


def _check_pictures(page: Page) -> Iterator[Problem]:
    for image in page.elements("img", "area"):
        if image.get("alt") is None and not _named(image) and image.get("role") not in ("presentation", "none"):
            what = image.get("src") or f"<{local(image)}>"
            yield page.problem("page-alt", f"{what[:120]} has no alternative text", 'write alt="…"', image, _WARN)
    for frame in page.elements("iframe"):
        if not _named(frame) and frame.get("aria-hidden") != "true":
            message = f"a frame has no title: {(frame.get('src') or frame.get('id') or '?')[:120]}"
            yield page.problem("page-name", message, 'write title="…"', frame, _WARN)


def _check_structure(page: Page) -> Iterator[Problem]:
    headings = [(int(local(e)[1]), e) for e in page.elements(*_HEADINGS)]
    firsts = [element for level, element in headings if level == 1]
    if len(firsts) != 1:
        said = "there is no <h1>" if not firsts else f"there are {len(firsts)} <h1>"
        at = firsts[1] if len(firsts) > 1 else None
        yield page.problem("page-headings", said, "give the page one main heading", at, _WARN)
    before = 0
    for level, element in headings:
        if before and level > before + 1:
            message = f"after an h{before} comes an h{level}: {words(element)[:60]!r}"
            yield page.problem("page-headings", message, "leave no level out", element, _WARN)
        if not words(element) and not any(image.get("alt") for image in element.iter("img")):
            yield page.problem("page-headings", "a heading is empty", "fill it or take it out", element, _WARN)
        before = level
    mains = [e for e in page.elements() if local(e) == "main" or e.get("role") == "main"]
    if len(mains) != 1:
        said = "there is no <main>" if not mains else f"there are {len(mains)} <main>"
        yield page.problem("page-main", said, "mark what the page is about, once", None, Severity.INFO)


def _check_links(page: Page) -> Iterator[Problem]:
    for link in page.elements("a", "button"):
        if local(link) == "a" and not link.get("href"):
            continue
        if not (words(link) or _named(link) or any(i.get("alt") for i in link.iter("img")) or _svg_title(link)):
            what = "the button" if local(link) == "button" else f"the link to {(link.get('href') or '')[:80]}"
            hint = "write what it does, or aria-label"
            yield page.problem("page-name", f"{what} has no text", hint, link, _WARN)


def _svg_title(element: etree._Element) -> bool:
    return any((title.text or "").strip() for title in element.iter("title"))


def _check_controls(page: Page) -> Iterator[Problem]:
    labelled = {label.get("for") for label in page.elements("label") if words(label)}
    for control in page.elements(*CONTROLS):
        if (control.get("type") or "text").lower() in _NAMELESS:
            continue
        inside = any(local(above) == "label" for above in control.iterancestors())
        if not (inside or _named(control) or (control.get("id") and control.get("id") in labelled)):
            name = control.get("name") or control.get("id") or local(control)
            message = f"the form control {name!r} has no name that is read out"
            yield page.problem("page-name", message, "give it a <label>", control, _WARN)


def _named(element: etree._Element) -> bool:
    return any((element.get(key) or "").strip() for key in ("aria-label", "aria-labelledby", "title"))
