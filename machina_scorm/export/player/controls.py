"""Questions as native form controls.  Not: their marking, which the script does by the data of questions.py.

What the script relies on: `form[data-question][data-in]`, the controls' `data-option`, `data-prompt`, `data-item` and
`data-gap`, `[data-feedback]`, `.solution`, `.outcome`, and buttons by `data-do`.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from lxml import etree

from machina_scorm.export.player.context import Context
from machina_scorm.export.player.elements import Child, h
from machina_scorm.export.player.gaps import gap_text
from machina_scorm.export.player.questions import accepted_pattern, match_ids
from machina_scorm.model.blocks import Blocks
from machina_scorm.model.questions import (
    Accepted,
    AcceptedNumber,
    Choice,
    Essay,
    Gaps,
    Interaction,
    Match,
    Number,
    Option,
    Order,
    Question,
    TextEntry,
)
from machina_scorm.render.plain import render_plain

#: The longest answer that a one-line field takes: SCORM 1.2's student_response holds 255 characters.
FIELD_LENGTH = 250


def question_form(context: Context, question: Question, place: str, heading: str, serial: str = "") -> etree._Element:
    """Return `question` as a form. `place` is "page" or "test"; `serial` tells two forms of one question apart."""
    name = f"{place[0]}{serial}-{question.id}"
    return h(
        "form",
        h("h3", heading, class_="question-title", id=f"{name}-title"),
        h("div", _stem(context, question), class_="stem", id=f"{name}-stem"),
        _controls(context, question.interaction, name),
        _hints(context, question),
        h("div", role="status", class_="outcome"),
        _feedbacks(context, question),
        _solution(context, question.interaction),
        h(
            "p",
            h("button", context.ui("player.check"), type="submit", class_="primary"),
            h("button", context.ui("player.again"), type="button", data_do="again", hidden=True),
            h(
                "button",
                context.ui("player.next-question"),
                type="button",
                class_="primary",
                data_do="next",
                hidden=True,
            ),
            class_="actions needs-script",
        ),
        class_="question",
        id=name,
        data_question=question.id,
        data_in=place,
        aria_labelledby=f"{name}-title",
        novalidate=True,
        autocomplete="off",
    )


def _stem(context: Context, question: Question) -> Child:
    return context.blocks(question.stem)


def _controls(context: Context, interaction: Interaction, name: str) -> etree._Element:
    match interaction:
        case Choice():
            return _choice(context, interaction, name)
        case TextEntry() | Number():
            return _entry(context, interaction, name)
        case Match():
            return _match(context, interaction, name)
        case Order():
            return _order(context, interaction, name)
        case Gaps():
            several = " several" if len(interaction.gaps) > 1 else ""
            return h("div", gap_text(context, interaction, name), class_=f"gaps{several}")
        case Essay():
            return _essay(context, interaction, name)


def _group(context: Context, name: str, instruction: str, *children: Child, class_: str) -> etree._Element:
    """A fieldset whose name is the stem and the instruction."""
    legend = h("legend", context.ui(instruction), id=f"{name}-do")
    return h("fieldset", legend, children, class_=class_, aria_labelledby=f"{name}-stem {name}-do")


def _choice(context: Context, choice: Choice, name: str) -> etree._Element:
    instruction = "player.choose-many" if choice.multiple else "player.choose-one"
    options = [_option(context, choice, option, name) for option in choice.options]
    return _group(context, name, instruction, options, class_="options")


def _option(context: Context, choice: Choice, option: Option, name: str) -> etree._Element:
    id_ = f"{name}-{option.id}"
    kind = "checkbox" if choice.multiple else "radio"
    box = h("input", type=kind, id=id_, name=name, value=option.id, data_option=option.id)
    inline = context.inline(option.text)
    if inline is not None:
        label = h("label", inline, for_=id_)
    else:  # a label may not hold a listing or a table
        box.set("aria-labelledby", f"{id_}-text")
        label = h("div", context.blocks(option.text), id=f"{id_}-text", class_="label")
    mark = h("span", class_="mark")
    return h(
        "div", box, label, mark, _feedback(context, option.id, option.feedback), class_="option", data_row=option.id
    )


def _entry(context: Context, entry: TextEntry | Number, name: str) -> etree._Element:
    is_number = isinstance(entry, Number)
    unit = entry.unit if isinstance(entry, Number) else None
    label = h("label", context.ui("player.your-number" if is_number else "player.your-answer"), for_=f"{name}-answer")
    field = h(
        "input",
        type="text",
        id=f"{name}-answer",
        data_answer=True,
        maxlength=str(FIELD_LENGTH),
        inputmode="text" if not is_number else None,
        aria_describedby=f"{name}-stem" + (f" {name}-unit" if unit else ""),
        spellcheck="false",
        autocapitalize="off",
        class_="short" if is_number else None,
    )
    behind = h("span", context.text(unit), id=f"{name}-unit", class_="unit") if unit else None
    return h("p", label, h("span", field, behind, class_="field"), class_="entry")


def _match(context: Context, match: Match, name: str) -> etree._Element:
    ids = match_ids(match)
    rows = []
    for pair in match.pairs:
        prompt = f"{name}-{pair.id}"
        select = h("select", id=f"{prompt}-match", data_prompt=pair.id)
        select.append(h("option", context.ui("player.choose"), value=""))
        # The order of the matches must not tell the pairs: by text, until the script shuffles them.
        select.extend([h("option", text, value=ids[text]) for text in sorted(ids)])
        inline = context.inline(pair.text)
        if inline is not None:
            label = h("label", inline, for_=f"{prompt}-match", class_="prompt")
        else:
            select.set("aria-labelledby", prompt)
            label = h("div", context.blocks(pair.text), id=prompt, class_="prompt")
        rows.append(h("div", label, select, h("span", class_="mark"), class_="pair", data_row=pair.id))
    return _group(context, name, "player.match-all", rows, class_="pairs")


def _order(context: Context, order: Order, name: str) -> etree._Element:
    items = sorted(order.items, key=lambda item: sha256(f"{name}/{item.id}".encode()).digest())
    rows = [
        h(
            "li",
            h("div", context.flow(item.text), id=f"{name}-{item.id}", class_="item"),
            h("span", class_="mark"),
            h("span", _mover(context, name, item.id, "up"), _mover(context, name, item.id, "down"), class_="movers"),
            data_item=item.id,
            data_row=item.id,
        )
        for item in items
    ]
    return _group(context, name, "player.put-in-order", h("ol", rows, class_="order"), class_="ordering")


def _mover(context: Context, name: str, item: str, way: str) -> etree._Element:
    id_ = f"{name}-{item}-{way}"
    return h(
        "button",
        h("span", {"up": "↑", "down": "↓"}[way], aria_hidden="true"),
        h("span", context.ui(f"player.move-{way}"), class_="hidden", id=id_),
        type="button",
        data_do=way,
        aria_labelledby=f"{id_} {name}-{item}",
        class_="mover needs-script",
    )


def _essay(context: Context, essay: Essay, name: str) -> etree._Element:
    words = [
        context.ui(key, number=number)
        for key, number in (("player.words-min", essay.min_words), ("player.words-max", essay.max_words))
        if number
    ]
    about = " ".join([context.ui("player.essay-not-scored"), *words])
    field = h(
        "textarea",
        render_plain(essay.template),
        id=f"{name}-answer",
        data_answer=True,
        rows=str(max(3, min(essay.lines, 12))),
        aria_describedby=f"{name}-stem {name}-about",
    )
    return h(
        "div",
        h("label", context.ui("player.your-answer"), for_=f"{name}-answer"),
        field,
        h("p", about, id=f"{name}-about", class_="about"),
        class_="essay",
    )


def _hints(context: Context, question: Question) -> Iterator[etree._Element]:
    for hint in question.hints:
        yield h("details", h("summary", context.ui("player.hint")), context.blocks(hint), class_="hint")


def _feedback(context: Context, key: str, blocks: Blocks, of: str = "") -> etree._Element | None:
    """One feedback; `of` names the part of the question that it is about."""
    if not blocks:
        return None
    body: Child = context.blocks(blocks)
    if of:
        inline = context.inline(blocks)
        name = h("strong", of)
        body = h("p", context.labelled(name, inline)) if inline is not None else [h("p", name), body]
    return h("div", body, class_="feedback", data_feedback=key, hidden=True)


def _feedbacks(context: Context, question: Question) -> Iterator[etree._Element | None]:
    """The feedback that does not stand beside an option."""
    yield from _of_interaction(context, question.interaction, "")
    yield _feedback(context, "general", question.feedback)


def _of_interaction(
    context: Context, interaction: Interaction, prefix: str, of: str = ""
) -> Iterator[etree._Element | None]:
    match interaction:
        case TextEntry() | Number():
            answers: tuple[Accepted | AcceptedNumber, ...] = interaction.answers
            for place, answer in enumerate(answers):
                yield _feedback(context, f"{prefix}{place}", answer.feedback, of)
            yield _feedback(context, f"{prefix}otherwise", interaction.otherwise, of)
        case Order(_, right, wrong):
            yield _feedback(context, "right", right)
            yield _feedback(context, "wrong", wrong)
        case Choice(options) if prefix:
            for option in options:
                yield _feedback(context, f"{prefix}{option.id}", option.feedback, of)
        case Gaps(_, gaps):
            for gap in gaps:
                name = context.ui("player.gap", number=gap.id) if len(gaps) > 1 else ""
                yield from _of_interaction(context, gap.interaction, f"{gap.id}.", name)


def _solution(context: Context, interaction: Interaction) -> etree._Element | None:
    """The right answer, where the feedback does not say it: shown when there is no further try."""
    body = _right(context, interaction)
    if body is None:
        return None
    return h("div", h("p", context.ui("player.right-answer"), class_="label"), body, class_="solution", hidden=True)


def _right(context: Context, interaction: Interaction) -> etree._Element | None:
    match interaction:
        case Match(pairs):
            rows = [h("li", context.flow(p.text), " → ", context.text(p.match, "strong")) for p in pairs]
            return h("ul", rows)
        case Order(items):
            return h("ol", [h("li", context.flow(i.text)) for i in items])
        case Gaps(_, gaps):
            return h("ol", [h("li", _right(context, gap.interaction)) for gap in gaps])
        case TextEntry(answers):
            best = next((a for a in answers if a.credit >= 100), None)
            return h("p", h("strong", accepted_pattern(best.text))) if best else None
        case Number(answers, unit):
            value = next((a.value for a in answers if a.credit >= 100), None)
            if value is None:
                return None
            written = f"{value:f}".replace(".", context.edition.language.decimal)
            return h("p", h("strong", written), " ", context.text(unit) if unit else None)
        case Choice(options):
            right = [option for option in options if option.credit >= 100]
            return h("p", [context.flow(o.text) for o in right]) if right else None
        case Essay():
            return None
