"""The captions of a course's videos: which languages count, and the sentences that a translator gets."""

from __future__ import annotations

from dataclasses import replace

from machina_scorm.captions import merged, vtt_of
from machina_scorm.model.blocks import Video
from machina_scorm.model.course import Course
from machina_scorm.model.text import map_nodes
from machina_scorm.problems import Report


def with_sentences(course: Course, report: Report) -> Course:
    """Return the course with the sentences of its videos' captions, where a language is without a file of its own.

    Captions in a language that the course does not have are left out, with the warning `caption-language`.
    """
    languages = course.about.languages

    def change(video: Video) -> Video:
        for captions in video.captions:
            if captions.lang not in languages:
                hint = f"its languages: {', '.join(languages)}; rename the file, or add the language to course.yaml"
                message = f"the course has no language {captions.lang!r}: these captions are not used"
                report.warn("caption-language", message, captions.source, hint)
        kept = tuple(captions for captions in video.captions if captions.lang in languages)
        source = next((captions for captions in kept if captions.lang == course.about.language), None)
        if source is None or len(kept) == len(languages):
            return replace(video, captions=kept)
        return replace(video, captions=kept, sentences=merged(vtt_of(source), course.about.language))

    return map_nodes(course, Video, change)
