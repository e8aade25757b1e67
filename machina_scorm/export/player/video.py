"""Videos: a file of the package with its captions, or a link to where the video lies.

Of a video elsewhere nothing is asked for before the learner presses the link: no frame, no picture.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from lxml import etree

from machina_scorm.captions import tracks
from machina_scorm.dialect import plain_text
from machina_scorm.export.player.context import Context
from machina_scorm.export.player.elements import h
from machina_scorm.model.blocks import Video
from machina_scorm.render.html import external_only


def video(context: Context, block: Video) -> etree._Element:
    """Return a video as a <figure>."""
    return _elsewhere(context, block) if block.url else _here(context, block)


def _here(context: Context, block: Video) -> etree._Element:
    source = context.media.add("media", block.name, block.data)
    stem = block.name.rpartition(".")[0] or block.name
    offered = [
        h(
            "track",
            kind="captions",
            src=context.media.add("media", f"{stem}.{captions.lang}.vtt", captions.data),
            srclang=captions.lang,
            label=captions.lang,  # the script puts the language's own name in its place
            default=captions.lang == context.edition.language.code,
        )
        for captions in tracks(block, context.edition.language.code, context.edition.about.language)
    ]
    title = plain_text(block.title)
    fallback = h("a", title, href=source, download=block.name)
    player = h("video", offered, fallback, src=source, controls=True, preload="metadata", aria_label=title)
    return h("figure", player, context.text(block.title, "figcaption"), class_="video", id=block.id or None)


def _elsewhere(context: Context, block: Video) -> etree._Element:
    address = external_only(block.url)
    host = urlsplit(address).hostname if address else None
    words = context.ui("player.video-open")
    link = h("a", words, href=address, target="_blank", rel="noopener noreferrer", class_="button") if address else None
    return h(
        "figure",
        h("p", context.ui("word.video"), class_="label"),
        context.text(block.title, "p", "video-title"),
        h("p", link) if link is not None else None,
        h("p", context.ui("player.video-elsewhere", host=host), class_="about") if host else None,
        class_="video elsewhere",
        id=block.id or None,
    )
