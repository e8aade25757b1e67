"""A text with gaps: fields and lists in the place of `[[1]]`, `[[2]]`, …

Markdown and highlighting would tear `[[1]]` apart, so before rendering each becomes one private character, and after it
the character becomes a control.
"""

from __future__ import annotations

from lxml import etree

from machina_scorm.export.marks import gap_mark, mark_gaps
from machina_scorm.export.player.context import Context
from machina_scorm.export.player.elements import append, h
from machina_scorm.model.questions import Choice, Gap, Gaps, Number
from machina_scorm.render.plain import render_plain


def gap_text(context: Context, gaps: Gaps, name: str) -> list[etree._Element]:
    """Return the text of `gaps` with a control for every gap. `name` begins the controls' ids."""
    elements = context.blocks(mark_gaps(gaps.text, gaps.gaps))
    controls = {gap_mark(place): gap for place, gap in enumerate(gaps.gaps)}
    for element in elements:
        for node in list(element.iter()):
            _put_controls(context, node, controls, name)
    return elements


def _put_controls(context: Context, node: etree._Element, gaps: dict[str, Gap], name: str) -> None:
    """Replace the private characters in `node`'s text and tail."""
    for inside in (True, False):
        text = (node.text if inside else node.tail) or ""
        if not any(char in text for char in gaps):
            continue
        holder = h("x")
        run = ""
        for char in text:
            if char in gaps:
                append(holder, run)
                append(holder, _control(context, gaps[char], name))
                run = ""
            else:
                run += char
        append(holder, run)
        parent = node if inside else node.getparent()
        if parent is None:
            continue
        at = 0 if inside else parent.index(node) + 1
        if inside:
            node.text = holder.text
        else:
            node.tail = holder.text
        for offset, child in enumerate(list(holder)):
            parent.insert(at + offset, child)


def _control(context: Context, gap: Gap, name: str) -> etree._Element:
    id_ = f"{name}-gap-{gap.id}"
    label = context.ui("player.gap", number=gap.id)
    if isinstance(gap.interaction, Choice):
        control = h(
            "select", h("option", context.ui("player.choose"), value=""), id=id_, data_gap=gap.id, aria_label=label
        )
        control.extend([h("option", render_plain(o.text), value=o.id) for o in gap.interaction.options])
    else:
        size = "8" if isinstance(gap.interaction, Number) else "14"
        control = h("input", type="text", id=id_, data_gap=gap.id, aria_label=label, size=size, maxlength="100")
        control.set("spellcheck", "false")
        control.set("autocapitalize", "off")
    return h("span", control, h("span", class_="mark"), class_="gap", data_row=gap.id)
