"""The Markdown dialect of docs/authoring.md: the only importer of markdown-it.

Blocks are parsed when a file is read; the inline Markdown of a paragraph stays text (it is what a translator sees) and
is parsed by the renderer, in whatever language it then is.  Nothing here opens a file: `Assets` does.
"""

from machina_scorm.dialect.assets import Assets, NoAssets
from machina_scorm.dialect.blocks import RawSection, parse_blocks, parse_sections, split_front_matter
from machina_scorm.dialect.inline import Refusal, inlines, parse_inline, plain_text, read_text, refusals

__all__ = [
    "Assets",
    "NoAssets",
    "RawSection",
    "Refusal",
    "inlines",
    "parse_blocks",
    "parse_inline",
    "parse_sections",
    "plain_text",
    "read_text",
    "refusals",
    "split_front_matter",
]
