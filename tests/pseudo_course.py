"""A course that holds every block, every kind of slide and every type of question, for the pseudo-languages."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import visible

from machina_scorm.i18n.pseudo import PSEUDO_LANGUAGES
from machina_scorm.pipeline import EVERY, Build, Request, build
from machina_scorm.problems import Report
from machina_scorm.project import Project, read_project
from machina_scorm.starter import new_course

CODES = tuple(PSEUDO_LANGUAGES)

#: What no translator gets, and why.
ALLOWED = tuple(
    re.compile(pattern)
    for pattern in (
        r"CC-BY-4\.0( https://\S+)?",  # a licence's SPDX name and address
        r"EQF level \d",  # the name of a level in metadata, marked as English
        r"(machina|my-course)-[a-z0-9-]+",  # identifiers in metadata
        r"English|Þšéûðö|\u202eMirrored\u202c",  # the names of languages in themselves
        r"start\.py|tickets\.csv|solution\.py",  # names of files
        r"# a dict",  # a comment that its author did not offer to translators (no i18n=comments)
        r"[□○]? ?(\(\d\) |\d )?[A-F]( \(50 %\)| \u200e?1/2\u200e?)?",  # letters of options on paper, a formula
        r"(\(\d\) )?[A-F]\.",  # letters of options on slides
        r"\(https://\S+\)|\u200e?x\u200e?",  # an address in print, a formula's letter
        r"true|false",  # Moodle's names of the two answers to a true-false question
        r"q-[a-z-]+:",  # the id that a question's name in a bank begins with
        r"\\\(.*\\\)",  # LaTeX
        r": .*\\.*",  # LaTeX behind the caption that an equation is named by
        r"\$course\$/.*",  # Moodle's path of a category, made of ids
    )
)


CASES = Path(__file__).parent / "cases/quiz/all-types"

LESSON = """---
title: A lesson with *everything* $x^2$
hours: 2
objectives:
  - {id: o1, text: tell one thing from another, outcomes: [k1]}
needs: A computer with `python`.
keywords: [first word, second word]
literature:
  - "Author, *Title*, publisher, 2020, <https://example.org/book>."
---

The opening of the lesson with a [term](term:model).

::: video https://example.org/loop {#v-far}
A video elsewhere
:::

## The first page {#first}

A paragraph with *emphasis*, **weight**, `model.fit(X)`, $a_1 = (b, c]$, a [link](https://example.org) and a\\
forced break. Another sentence, with “quotes” and 3.14 of something.

### A heading {#head}

- One point
  - A nested point
- Another point

3. Third
4. Fourth

> A quotation of somebody.

| What is it called | A number | A much longer heading of a column |
|---|---:|:-:|
| A table | 1.5 | with bars and `code_that_is_rather_long` |
| Another | 20 | $x$ |

: A caption of a table {#tbl-how}

```python {#code-first i18n=comments}
import numpy as np  # a comment of some length

# A comment on a line of its own
print("What is printed", np.pi)
```

: A listing

$$
J(w) = \\frac{1}{n} \\sum_{i=1}^{n} (\\hat{y}_i - y_i)^2
$$

: A formula {#eq-mse}

![Three boxes in a row.](figures/steps.svg){#fig-steps}
: Three steps of learning something.

::: note
A note without a title.
:::

::: tip A title of its own
A tip.
:::

::: warning
Take care.
:::

::: definition Word
What it means.
:::

::: example
For instance.
:::

## Levels and parts {#levels}

::: junior
For juniors.
:::

::: senior
For seniors.
:::

::: quiz q-page q-single
:::

::: refer qa-where case-first ex-first
:::

## To remember {#summary .summary}

- One thing
"""

SLIDES = """## A lesson with everything {.title}

A subtitle

::: notes
Welcome *everybody*: `print(1)` and $x$.

- A point of the notes

```python
print("notes")
```

$$
x = 1
$$
:::

## A section {.section}

What comes now

## Words

- **Bold** point with `code()` and $w_0$
  - nested
- [A link](https://example.org)

1. First
2. Second

::: junior
For juniors
:::

::: senior
For seniors
:::

::: warning
Take care.
:::

## Asked: single

::: quiz q-single
:::

## Asked: multiple

::: quiz q-multiple
:::

## Asked: true-false

::: quiz q-true
:::

## Asked: matching

::: quiz q-match
:::

## Asked: short-answer

::: quiz q-word
:::

## Asked: numerical

::: quiz q-number
:::

## Asked: ordering

::: quiz q-order
:::

## Asked: gaps

::: quiz q-gaps-mixed
:::

## Asked: essay

::: quiz q-essay
:::

## Two columns {.two-column}

::: column
**Learn**

- Many
:::

::: column
**Write**

- Few
:::

## Three steps {.figure}

::: use fig-steps
:::

## How to do it {.table}

::: use tbl-how
:::

## A program {.code}

::: use code-first
:::

## A formula

::: use eq-mse
:::

> A quotation

## Thank you {.closing}

What to do next.
"""

BOX = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 60">
<style>.label { font-size: 20px; text-anchor: middle }</style>
<g transform="translate(10 10)"><rect width="180" height="40" fill="#dde6f0"/>
<text id="t" class="label" x="90" y="27">Box</text></g></svg>
"""

GLOSSARY = """terms:
  - id: model
    term: model
    definition: What is left of the data after training, see [feature](term:feature).
  - id: feature
    term: feature
    definition: What is known of an example.
"""


def every_kind_of_course(folder: Path) -> Path:
    """Write the course and return its folder."""
    new_course(folder, "A course of everything", ("el",))
    unit = folder / "units/unit1"
    lesson = unit / "lesson1"
    (lesson / "lesson.md").write_text(LESSON, "utf-8")
    (lesson / "slides.md").write_text(SLIDES, "utf-8")
    shutil.copy(CASES / "quiz.yaml", lesson / "quiz.yaml")
    (lesson / "figures/box.svg").write_text(BOX, "utf-8")
    (folder / "i18n").mkdir(exist_ok=True)
    (folder / "i18n/glossary.yaml").write_text(GLOSSARY, "utf-8")
    course = folder / "units/course.yaml"
    funding = "funding: {text: Co-funded by somebody., disclaimer: The views are those of the authors.}\n"
    course.write_text(course.read_text("utf-8") + funding, "utf-8")
    return folder


class Made:
    """A course built in both pseudo-languages and every format."""

    def __init__(self, root: Path, out: Path) -> None:
        report = Report()
        project = read_project(root, report)
        assert project is not None
        assert not report.errors, report.errors
        self.project: Project = project
        self.out = out
        self.build: Build = build(project, Request(languages=CODES, formats=(EVERY,), jobs=1), out)

    def artefacts(self, format_: str, *languages: str) -> Iterator[tuple[str, bytes]]:
        for outcome in self.build.outcomes:
            if outcome.format.startswith(format_) and outcome.language in (languages or CODES):
                yield outcome.key, (self.out / outcome.path).read_bytes()


def escaped(texts: Iterator[str]) -> set[str]:
    parts = [part for text in texts for part in visible.escaped(text)]
    assert parts or texts
    return {part for part in parts if not any(pattern.fullmatch(part) for pattern in ALLOWED)}
