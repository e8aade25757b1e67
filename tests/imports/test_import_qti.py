# ruff: noqa: E501 – lines of XML as others write them
"""QTI as Canvas, ILIAS and OpenOlat write it, packages with pictures, and packages that mean harm.

The shapes are those of real exports: instructure/qti's fixtures, ILIAS' qti12 writers, OpenOlat's test resources.
"""

from __future__ import annotations

import base64
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from zips import zipped

from machina_scorm.imports import Imported, ImportFile
from machina_scorm.imports.qti import READER
from machina_scorm.model.blocks import Blocks, Figure
from machina_scorm.model.questions import Choice, Essay, Gaps, Match, Number, Order, Question, TextEntry
from machina_scorm.model.text import iter_nodes
from machina_scorm.problems import Severity
from machina_scorm.render.plain import render_plain
from machina_scorm.render.svg import png_of_svg

PNG = png_of_svg(b'<svg xmlns="http://www.w3.org/2000/svg" width="8" height="4"><rect width="8" height="4"/></svg>', 8)


def read(data: bytes | str, name: str = "bank.xml") -> Imported:
    data = data.encode() if isinstance(data, str) else data
    assert READER.recognise(data, name) > 0
    return READER.read(ImportFile(name, data))


def one(data: bytes | str) -> Question:
    """The only question of a file that is understood whole."""
    found = read(data)
    assert not found.problems, found.problems
    (question,) = found.questions
    return question


def options(question: Question) -> list[tuple[str, int, str]]:
    assert isinstance(question.interaction, Choice)
    return [(words(o.text), round(o.credit), words(o.feedback)) for o in question.interaction.options]


def words(blocks: Blocks) -> str:
    return " ".join(render_plain(blocks).split())


# QTI 1.2 ---------------------------------------------------------------------------------------------------------


def qti12(presentation: str, processing: str = "", metadata: dict[str, str] | None = None, feedback: str = "") -> str:
    fields = "".join(
        f"<qtimetadatafield><fieldlabel>{k}</fieldlabel><fieldentry>{v}</fieldentry></qtimetadatafield>"
        for k, v in (metadata or {}).items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2">'
        '<assessment ident="q" title="A quiz"><section ident="root_section"><item ident="i1" title="Question">'
        f"<itemmetadata><qtimetadata>{fields}</qtimetadata></itemmetadata><presentation>{presentation}</presentation>"
        f'<resprocessing><outcomes><decvar maxvalue="100" minvalue="0" varname="SCORE"/></outcomes>{processing}'
        f"</resprocessing>{feedback}</item></section></assessment></questestinterop>"
    )


def stem(html: str) -> str:
    escaped = html.replace("&", "&amp;").replace("<", "&lt;")
    return f'<material><mattext texttype="text/html">{escaped}</mattext></material>'


def labels(texts: dict[str, str]) -> str:
    return "".join(
        f'<response_label ident="{ident}"><material><mattext texttype="text/plain">{text}</mattext></material></response_label>'
        for ident, text in texts.items()
    )


def lid(ident: str, texts: dict[str, str], cardinality: str = "Single", head: str = "") -> str:
    return (
        f'<response_lid ident="{ident}" rcardinality="{cardinality}">{head}<render_choice>{labels(texts)}'
        "</render_choice></response_lid>"
    )


def condition(test: str, score: str = "", feedback: str = "", more: str = "No", action: str = "Set") -> str:
    sets = f'<setvar action="{action}" varname="SCORE">{score}</setvar>' if score else ""
    shown = f'<displayfeedback feedbacktype="Response" linkrefid="{feedback}"/>' if feedback else ""
    return f'<respcondition continue="{more}"><conditionvar>{test}</conditionvar>{sets}{shown}</respcondition>'


def equal(value: str, ident: str = "response1") -> str:
    return f'<varequal respident="{ident}">{value}</varequal>'


def told(**texts: str) -> str:
    return "".join(f'<itemfeedback ident="{k}"><flow_mat>{stem(v)}</flow_mat></itemfeedback>' for k, v in texts.items())


def canvas(kind: str, points: str = "2.0") -> dict[str, str]:
    return {"question_type": kind, "points_possible": points}


def test_canvas_single_choice_with_feedback() -> None:
    processing = (
        condition("<other/>", feedback="general_fb", more="Yes")
        + condition(equal("7"), feedback="7_fb", more="Yes")
        + condition(equal("9"), feedback="9_fb", more="Yes")
        + condition(equal("9"), "100", "correct_fb")
        + condition("<other/>", feedback="general_incorrect_fb", more="Yes")
    )
    question = one(
        qti12(
            stem(
                "<div><p>What <em>learns</em>? <img class='equation_image' data-equation-content='x^2' src='/e'></p></div>"
            )
            + lid("response1", {"7": "a table", "9": "a filter"}),
            processing,
            canvas("multiple_choice_question"),
            told(
                **{
                    "general_fb": "Think.",
                    "7_fb": "No.",
                    "9_fb": "Yes.",
                    "correct_fb": "Good.",
                    "general_incorrect_fb": "Again.",
                }
            ),
        )
    )
    assert (question.type, question.points, words(question.feedback)) == ("single", 2, "Think.")
    assert words(question.stem) == "What learns? x^2"
    # Canvas' catch-all for wrong answers also fires here: it goes on after the general feedback.
    assert options(question) == [("a table", 0, "No. Again."), ("a filter", 100, "Yes. Good.")]


def test_canvas_true_false_numbers_words_and_essay() -> None:
    truth = one(
        qti12(
            stem("A mean is a sum.") + lid("response1", {"1": "True", "2": "False"}),
            condition(equal("2"), "100"),
            canvas("true_false_question"),
        )
    )
    assert truth.type == "true-false" and options(truth)[1] == ("False", 100, "")
    field = '<response_str ident="response1" rcardinality="Single"><render_fib{}><response_label ident="answer1"/></render_fib></response_str>'
    margin = (
        f"<or>{equal('77.0')}<and><vargte respident='response1'>70.0</vargte><varlte respident='response1'>84.0</varlte>"
        "</and></or>"
    )
    number = one(
        qti12(
            stem("How many?") + field.format(' fibtype="Decimal"'),
            condition(margin, "100"),
            canvas("numerical_question"),
        )
    )
    assert isinstance(number.interaction, Number)
    assert [(a.value, a.tolerance) for a in number.interaction.answers] == [(Decimal(77), Decimal(7))]
    word = one(
        qti12(
            stem("Its name?") + field.format(""),
            condition(equal("over*fit") + equal("overfitting"), "100"),
            canvas("short_answer_question"),
        )
    )
    assert isinstance(word.interaction, TextEntry)
    assert [a.text.md for a in word.interaction.answers] == ["over\\*fit", "overfitting"]
    essay = one(qti12(stem("Discuss.") + field.format(""), condition("<other/>"), canvas("essay_question")))
    assert isinstance(essay.interaction, Essay) and essay.type == "essay"


def test_canvas_multiple_answers_are_read_and_their_all_or_nothing_is_said() -> None:
    test = f"<and>{equal('1')}<not>{equal('2')}</not>{equal('3')}</and>"
    found = read(
        qti12(
            stem("Which?") + lid("response1", {"1": "A", "2": "B", "3": "C"}, "Multiple"),
            condition(test, "100"),
            canvas("multiple_answers_question"),
        )
    )
    assert options(found.questions[0]) == [("A", 50, ""), ("B", -50, ""), ("C", 50, "")]
    assert [(p.rule, p.severity) for p in found.problems] == [("import-scoring", Severity.WARNING)]


def test_canvas_matching_blanks_and_dropdowns() -> None:
    choices = {"10": "four", "11": "six", "12": "nine"}
    heads = {"a": "<material><mattext>2+2</mattext></material>", "b": "<material><mattext>3+3</mattext></material>"}
    matching = one(
        qti12(
            stem("Match.") + "".join(lid(f"response_{k}", choices, head=head) for k, head in heads.items()),
            condition(equal("10", "response_a"), "50", action="Add")
            + condition(equal("11", "response_b"), "50", action="Add"),
            canvas("matching_question"),
        )
    )
    assert isinstance(matching.interaction, Match)
    assert [(words(p.text), p.match.md) for p in matching.interaction.pairs] == [("2+2", "four"), ("3+3", "six")]
    assert [text.md for text in matching.interaction.distractors] == ["nine"]
    for kind, mode in (("multiple_dropdowns_question", "select"), ("fill_in_multiple_blanks_question", "text")):
        gaps = one(
            qti12(
                stem("<p>Colours.</p><p>Roses are [c1], violets [c2].</p>")
                + lid("response_c1", {"1": "red", "2": "Red"})
                + lid("response_c2", {"3": "blue"} | ({"4": "pink"} if mode == "select" else {})),
                condition(equal("1", "response_c1"), "50", action="Add")
                + condition(equal("3", "response_c2"), "50", action="Add"),
                canvas(kind),
            )
        )
        assert isinstance(gaps.interaction, Gaps) and words(gaps.stem) == "Colours."
        assert words(gaps.interaction.text) == "Roses are [[1]], violets [[2]]."
        assert [gap.mode for gap in gaps.interaction.gaps] == [mode, mode]


def test_ilias_multiple_choice_with_points_for_each_choice() -> None:
    processing = "".join(
        condition(equal(i, "MCMR"), points, f"response_{i}", "Yes", "Add")
        + condition(f"<not>{equal(i, 'MCMR')}</not>", "0", "", "Yes", "Add")
        for i, points in (("0", "1"), ("1", "-1"), ("2", "1"))
    )
    question = one(
        '<!DOCTYPE questestinterop SYSTEM "ims_qtiasiv1p2p1.dtd">\n'
        + qti12(
            "<flow>"
            + stem("<p>Was ist \u00fcberwacht? [tex]x^2[/tex]</p>")
            + lid("MCMR", {"0": "a", "1": "b", "2": "c"}, "Multiple")
            + "</flow>",
            processing,
            {"QUESTIONTYPE": "MULTIPLE CHOICE QUESTION", "AUTHOR": "Ilias", "ILIAS_VERSION": "5.4"},
            told(response_0="Ja.", response_1="Nein."),
        ).partition("?>")[2]
    )
    assert options(question) == [("a", 50, "Ja."), ("b", -50, "Nein."), ("c", 50, "")]
    assert (question.points, question.author, words(question.stem)) == (2, "Ilias", "Was ist überwacht? x^2")


def test_ilias_matching_ordering_numeric_and_cloze() -> None:
    group = (
        '<response_grp ident="MQ" rcardinality="Multiple"><render_choice shuffle="Yes">'
        '<response_label ident="21" match_max="1" match_group="11,12">' + stem("Laptop age") + "</response_label>"
        '<response_label ident="22" match_max="1" match_group="11,12">'
        + stem("Price")
        + "</response_label>"
        + labels({"11": "feature", "12": "label", "13": "noise"})
        + "</render_choice></response_grp>"
    )
    subsets = "".join(
        condition(f'<varsubset respident="MQ">{pair}</varsubset>', "1", "", "Yes", "Add") for pair in ("11,21", "12,22")
    )
    match = one(qti12(f"<flow>{stem('Match.')}{group}</flow>", subsets, {"QUESTIONTYPE": "MATCHING QUESTION"}))
    assert isinstance(match.interaction, Match) and match.points == 2
    assert [(words(p.text), p.match.md) for p in match.interaction.pairs] == [
        ("Laptop age", "feature"),
        ("Price", "label"),
    ]

    indexed = "".join(
        condition(f'<varequal respident="OQT" index="{n}">{n}</varequal>', "1", "", "Yes", "Add") for n in (0, 1, 2)
    )
    order = one(qti12(f"<flow>{stem('Order.')}{lid('OQT', {'0': 'x', '1': 'y', '2': 'z'}, 'Ordered')}</flow>", indexed))
    assert isinstance(order.interaction, Order) and [words(i.text) for i in order.interaction.items] == ["x", "y", "z"]

    number = one(
        qti12(
            "<flow>"
            + stem("How many?")
            + '<response_num ident="NUM" numtype="Decimal"><render_fib fibtype="Decimal"/></response_num></flow>',
            condition('<vargte respident="NUM">1.5</vargte><varlte respident="NUM">2.5</varlte>', "3", action="Add"),
        )
    )
    assert isinstance(number.interaction, Number) and number.points == 3
    assert (number.interaction.answers[0].value, number.interaction.answers[0].tolerance) == (2, Decimal("0.5"))

    cloze = one(
        qti12(
            "<flow>"
            + stem("<p>Fill in.</p>")
            + stem("A model ")
            + f'<response_str ident="gap_0"><render_choice>{labels({"0": "learns", "1": "sleeps"})}</render_choice></response_str>'
            + stem(" from ")
            + '<response_str ident="gap_1"><render_fib fibtype="String"/></response_str>'
            + stem(" data.")
            + "</flow>",
            condition(equal("learns", "gap_0"), "1", "", "Yes", "Add")
            + condition(equal("sleeps", "gap_0"), "0", "", "Yes", "Add")
            + condition(equal("marked", "gap_1"), "1", "", "Yes", "Add"),
            {"QUESTIONTYPE": "CLOZE QUESTION"},
        )
    )
    assert isinstance(cloze.interaction, Gaps) and [gap.mode for gap in cloze.interaction.gaps] == ["select", "text"]
    assert words(cloze.interaction.text) == "A model [[1]] from [[2]] data."


def test_ilias_puts_pictures_into_the_xml() -> None:
    image = f'<material><mattext>See</mattext><matimage imagtype="image/png" label="p.png" embedded="base64">{base64.b64encode(PNG).decode()}</matimage></material>'
    question = read(qti12(image + lid("response1", {"1": "a", "2": "b"}), condition(equal("1"), "1"))).questions[0]
    assert [f.image.data for f in iter_nodes(question) if isinstance(f, Figure)] == [PNG]


# QTI 2 and 3 -----------------------------------------------------------------------------------------------------


def qti2(body: str, declarations: str, processing: str = "match_correct", more: str = "") -> str:
    template = f'<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/{processing}"/>'
    return (
        '<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="i1" title="An item" adaptive="false" '
        f'timeDependent="false">{declarations}<itemBody>{body}</itemBody>'
        f"{template if not processing.startswith('<') else processing}{more}</assessmentItem>"
    )


def declare(
    *values: str, cardinality: str = "single", base: str = "identifier", mapping: str = "", ident: str = "R"
) -> str:
    correct = "".join(f"<value>{value}</value>" for value in values)
    correct = f"<correctResponse>{correct}</correctResponse>" if values else ""
    mapped = f'<mapping defaultValue="0">{mapping}</mapping>' if mapping else ""
    return f'<responseDeclaration identifier="{ident}" cardinality="{cardinality}" baseType="{base}">{correct}{mapped}</responseDeclaration>'


def choices(tag: str = "choiceInteraction", attributes: str = 'maxChoices="1"') -> str:
    return (
        f'<{tag} responseIdentifier="R" shuffle="false" {attributes}><prompt>Which one?</prompt>'
        '<simpleChoice identifier="A"><p>a <strong>table</strong></p></simpleChoice>'
        '<simpleChoice identifier="B">a filter<feedbackInline outcomeIdentifier="F" identifier="B">Yes.</feedbackInline>'
        f'</simpleChoice><simpleChoice identifier="C">a clock</simpleChoice></{tag}>'
    )


def test_qti2_single_choice_and_ordering() -> None:
    single = one(qti2("<p>Read this.</p>" + choices(), declare("B")))
    assert (single.type, single.shuffle, words(single.stem)) == ("single", False, "Read this. Which one?")
    assert options(single) == [("a table", 0, ""), ("a filter", 100, "Yes."), ("a clock", 0, "")]
    order = one(qti2(choices("orderInteraction", ""), declare("C", "A", "B", cardinality="ordered")))
    assert isinstance(order.interaction, Order)
    assert [words(item.text) for item in order.interaction.items] == ["a clock", "a table", "a filter"]


def test_qti3_names_mean_the_same() -> None:
    text = (
        '<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="i" title="t" adaptive="false">'
        '<qti-response-declaration identifier="R" cardinality="single" base-type="identifier"><qti-correct-response>'
        "<qti-value>B</qti-value></qti-correct-response></qti-response-declaration><qti-item-body><p>Which?</p>"
        '<qti-choice-interaction response-identifier="R" max-choices="1"><qti-simple-choice identifier="A">x</qti-simple-choice>'
        '<qti-simple-choice identifier="B">y</qti-simple-choice></qti-choice-interaction></qti-item-body>'
        '<qti-response-processing template="https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml"/>'
        "</qti-assessment-item>"
    )
    assert options(one(text)) == [("x", 0, ""), ("y", 100, "")]


def test_openolat_multiple_choice_with_points_for_each_answer() -> None:
    mapping = '<mapEntry mapKey="A" mappedValue="1.0"/><mapEntry mapKey="C" mappedValue="1.0"/><mapEntry mapKey="B" mappedValue="0.0"/>'
    outcome = '<outcomeDeclaration identifier="MAXSCORE" cardinality="single" baseType="float"><defaultValue><value>3.0</value></defaultValue></outcomeDeclaration>'
    processing = (
        "<responseProcessing><responseCondition><responseIf><match><variable identifier='R'/><correct identifier='R'/></match>"
        "<setOutcomeValue identifier='SCORE'><sum><variable identifier='SCORE'/><mapResponse identifier='R'/></sum></setOutcomeValue>"
        "<setOutcomeValue identifier='FEEDBACKBASIC'><baseValue baseType='identifier'>correct</baseValue></setOutcomeValue>"
        "</responseIf></responseCondition>"
        "<responseCondition><responseIf><and><match><baseValue baseType='identifier'>incorrect</baseValue>"
        "<variable identifier='FEEDBACKBASIC'/></match></and><setOutcomeValue identifier='FEEDBACKMODAL'><multiple>"
        "<variable identifier='FEEDBACKMODAL'/><baseValue baseType='identifier'>Feedback1</baseValue></multiple></setOutcomeValue>"
        "</responseIf></responseCondition></responseProcessing>"
    )
    modal = '<modalFeedback showHide="show" outcomeIdentifier="FEEDBACKMODAL" identifier="Feedback1"><p>Some are wrong.</p></modalFeedback>'
    question = one(
        qti2(
            choices(attributes='maxChoices="0"'),
            declare("A", "C", cardinality="multiple", mapping=mapping) + outcome,
            processing,
            modal,
        )
    )
    assert question.type == "multiple" and question.points == 3
    assert options(question) == [("a table", 50, ""), ("a filter", 0, "Yes."), ("a clock", 50, "")]


def test_qti2_words_numbers_and_gaps() -> None:
    field = '<textEntryInteraction responseIdentifier="R" expectedLength="9"/>'
    mapping = '<mapEntry mapKey="York" mappedValue="1" caseSensitive="false"/><mapEntry mapKey="Jork" mappedValue="0.5" caseSensitive="false"/>'
    alone = one(
        qti2(f"<p>Which town?</p><p>{field}</p>", declare("York", base="string", mapping=mapping), "map_response")
    )
    assert isinstance(alone.interaction, TextEntry) and not alone.interaction.case_sensitive
    assert [(a.text.md, a.credit) for a in alone.interaction.answers] == [("York", 100), ("Jork", 50)]

    processing = (
        "<responseProcessing><responseCondition><responseIf><equal toleranceMode='absolute' tolerance='0.5 0.5'>"
        "<variable identifier='R'/><correct identifier='R'/></equal></responseIf></responseCondition></responseProcessing>"
    )
    number = one(qti2(f"<p>How many? {field}</p>", declare("3", base="float"), processing))
    assert isinstance(number.interaction, Number) and number.interaction.answers[0].tolerance == Decimal("0.5")

    inline = (
        '<inlineChoiceInteraction responseIdentifier="S"><inlineChoice identifier="x">one</inlineChoice>'
        '<inlineChoice identifier="y">two</inlineChoice></inlineChoiceInteraction>'
    )
    gaps = one(
        qti2(
            f"<p>Fill in.</p><p>A {field} and {inline} more.</p>",
            declare("cat", base="string") + declare("y", ident="S"),
        )
    )
    assert isinstance(gaps.interaction, Gaps) and words(gaps.interaction.text) == "A [[1]] and [[2]] more."
    assert [gap.mode for gap in gaps.interaction.gaps] == ["text", "select"]

    drag = (
        '<gapMatchInteraction responseIdentifier="R"><prompt>Drag.</prompt><gapText identifier="W">winter</gapText>'
        '<gapText identifier="S">summer</gapText><p>The <gap identifier="G1"/> of our discontent.</p></gapMatchInteraction>'
    )
    dragged = one(qti2(drag, declare("W G1", cardinality="multiple", base="directedPair")))
    assert isinstance(dragged.interaction, Gaps) and dragged.interaction.gaps[0].mode == "drag"
    assert words(dragged.stem) == "Drag." and words(dragged.interaction.text) == "The [[1]] of our discontent."


def test_qti2_match_essay_and_mathml() -> None:
    sides = "".join(
        "<simpleMatchSet>"
        + "".join(
            f'<simpleAssociableChoice identifier="{i}" matchMax="1">{t}</simpleAssociableChoice>' for i, t in side
        )
        + "</simpleMatchSet>"
        for side in ([("a", "2+2"), ("b", "3+3")], [("x", "six"), ("y", "four"), ("z", "nine")])
    )
    match = one(
        qti2(
            f'<matchInteraction responseIdentifier="R"><prompt>Match.</prompt>{sides}</matchInteraction>',
            declare("a y", "b x", cardinality="multiple", base="directedPair"),
        )
    )
    assert isinstance(match.interaction, Match)
    assert [(words(p.text), p.match.md) for p in match.interaction.pairs] == [("2+2", "four"), ("3+3", "six")]
    maths = '<math xmlns="http://www.w3.org/1998/Math/MathML"><mfrac><mn>1</mn><mi>n</mi></mfrac></math>'
    rubric = '<rubricBlock view="scorer"><p>Three points.</p></rubricBlock>'
    essay = one(
        qti2(
            f'<p>Discuss {maths}.</p>{rubric}<extendedTextInteraction responseIdentifier="R" expectedLines="8"/>',
            declare(base="string"),
        )
    )
    assert isinstance(essay.interaction, Essay) and essay.interaction.lines == 8
    assert words(essay.interaction.guide) == "Three points." and "\\frac{1}{n}" in words(essay.stem)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (qti2('<hotspotInteraction responseIdentifier="R"/>', declare("A")), "import-type"),
        (qti2('<uploadInteraction responseIdentifier="R"/>', declare(base="file")), "import-type"),
        (qti2("<p>Only text.</p>", ""), "import-type"),
        (qti2(choices(), declare()), "import-no-right-answer"),
        (qti12(stem("Upload."), "", {"question_type": "file_upload_question"}), "import-type"),
        (
            qti12(stem("Hm?") + lid("response1", {"1": "a", "2": "b"}), condition(equal("3"), "100")),
            "import-no-right-answer",
        ),
        (
            qti12(
                stem("Hm?") + lid("response1", {"1": "a", "2": "b"}),
                condition("<durequal respident='response1'>3</durequal>", "100"),
            ),
            "import-processing",
        ),
    ],
)
def test_what_is_not_understood_is_listed_with_its_text(text: str, rule: str) -> None:
    found = read(text)
    assert not found.questions
    (problem,) = [problem for problem in found.problems if problem.severity is Severity.ERROR]
    assert problem.rule == rule and problem.source.path == "bank.xml" and problem.source.line == 1


# Packages --------------------------------------------------------------------------------------------------------


def manifest(*files: str) -> bytes:
    resources = "".join(
        f'<resource identifier="r{n}" type="imsqti_item_xmlv2p1" href="{name}"><file href="{name}"/></resource>'
        for n, name in enumerate(files)
    )
    return f'<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"><resources>{resources}</resources></manifest>'.encode()


def test_a_package_keeps_the_tests_order_and_brings_its_pictures() -> None:
    first = qti2('<p>One.</p><p><img src="../media/a%20b.png" alt="A box"/></p>' + choices(), declare("B"))
    second = qti2("<p>Two.</p>" + choices(), declare("A"))
    test = (
        '<assessmentTest xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="t" title="Unit test"><testPart>'
        '<assessmentItemRef identifier="b" href="items/b.xml"/><assessmentItemRef identifier="a" href="items/a.xml"/>'
        "</testPart></assessmentTest>"
    )
    data = zipped(
        {
            "imsmanifest.xml": manifest("items/a.xml", "items/b.xml", "test.xml"),
            "items/a.xml": first.encode(),
            "items/b.xml": second.encode(),
            "test.xml": test.encode(),
            "media/a b.png": PNG,
        }
    )
    found = read(data, "bank.zip")
    assert not found.problems, found.problems
    assert [words(q.stem).split()[0] for q in found.questions] == ["Two.", "One."]
    assert [picture.data for picture in found.pictures()] == [PNG]
    assert found.categories == ("Unit test",)
    assert found.questions[1].source.path == "bank.zip/items/a.xml"


def test_a_canvas_cartridge_is_not_read_twice_and_finds_its_files() -> None:
    image = '<p>See.</p><p><img src="$IMS-CC-FILEBASE$/pic.png?canvas_=1" alt="A box"></p>'
    item = qti12(
        stem(image) + lid("response1", {"1": "a", "2": "b"}),
        condition(equal("1"), "100"),
        canvas("multiple_choice_question"),
    )
    data = zipped(
        {
            "imsmanifest.xml": manifest("g1/assessment_qti.xml"),
            "g1/assessment_qti.xml": item.encode(),
            "non_cc_assessments/g1.xml.qti": item.encode(),
            "web_resources/pic.png": PNG,
        }
    )
    found = read(data, "course.imscc")
    assert len(found.questions) == 1 and len(found.pictures()) == 1 and not found.problems


def test_pictures_outside_of_the_package_are_refused() -> None:
    for address in ("../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "https://x.example/a.png", "no.png"):
        item = qti2(f'<p>One.</p><p><img src="{address}" alt="x"/></p>' + choices(), declare("B"))
        found = read(zipped({"imsmanifest.xml": manifest("a.xml"), "a.xml": item.encode()}), "bank.zip")
        assert [problem.rule for problem in found.problems] == ["import-picture"] and not found.questions


def test_hostile_packages_and_xml_are_refused() -> None:
    laughs = '<!DOCTYPE q [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><questestinterop>&b;</questestinterop>'
    outside = '<!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/passwd">]><questestinterop>&x;</questestinterop>'
    deep = "<questestinterop>" + "<item>" * 300 + "</item>" * 300 + "</questestinterop>"
    cases = [
        (laughs.encode(), "import-xml-entity"),
        (outside.encode(), "import-xml-entity"),
        (laughs.encode("utf-16"), "import-xml-entity"),
        (deep.encode(), "import-xml"),
        (b"<questestinterop><item></questestinterop>", "import-xml"),
        (zipped({"imsmanifest.xml": b"<manifest/>", "../../evil.xml": b"<a/>"}), "import-path"),
        (zipped({"imsmanifest.xml": b"<manifest/>", "a.xml": b" " * 60_000_000}), "import-bomb"),
        (zipped({"imsmanifest.xml": b"<manifest/>"}), "import-no-question"),
    ]
    for data, rule in cases:
        found = READER.read(ImportFile("x", data))
        assert [problem.rule for problem in found.problems] == [rule], found.problems
        assert not found.questions


@settings(max_examples=60, deadline=None)
@given(
    st.text(alphabet="<>/=\"' abvarequal", max_size=60), st.sampled_from(["presentation", "resprocessing", "material"])
)
def test_any_xml_is_read_or_refused(inside: str, where: str) -> None:
    text = qti12(stem("Hm?") + lid("response1", {"1": "a", "2": "b"}), condition(equal("1"), "100"))
    READER.read(ImportFile("x.xml", text.replace(f"</{where}>", f"{inside}</{where}>", 1).encode()))
