"""Why a write was refused, in this toolkit's words: the plugin answers in the language of the course."""

from __future__ import annotations

from machina_scorm.moodle.values import Outcome

#: The plugin's reason codes (moodle/local_machina/README.md) → what it means and what to do.
_REASONS = {
    "track_loss": "learners have records of parts that the new package lacks; keep its identifiers",
    "bad_package": "the site finds no SCORM package with a readable manifest in it",
    "package_type": "the activity on the site takes its package from elsewhere (a link, a repository)",
    "upload_missing": "the files did not arrive as they were sent; try again",
    "tombstone": "somebody on the site deleted it; plan with --recreate to make it again",
    "unadopted": "something with this ID number is there and not managed; see `machina moodle adopt`",
    "managed": "another project manages it",
    "key_taken": "the site has something else under this key",
    "kind_change": "the site has something of another kind under this key; rename or retire that first",
    "qtype_change": "a question cannot change its type; give the new one another id",
    "has_attempts": "the quiz has been attempted: its questions cannot change any more, only their marks",
    "completion_locked": "learners have completed it, so the rules of its completion cannot change",
    "language_pack": "the site lacks the language pack",
    "no_section": "its section is not there",
    "no_category": "its category is not there; make it on the site, or check `category` in the profile",
    "no_bank": "its question bank is not there",
    "no_quiz": "its quiz is not there",
    "no_question": "one of its questions is not there",
    "twice": "one of its questions is in the quiz already",
    "too_long": "its name is longer than the site's column",
    "not_empty": "the section holds activities, and is not deleted with them",
    "not_there": "it is not there any more",
    "unsupported": "this Moodle cannot do that with such an item",
    "stale": "somebody changed it on the site since the plan was made; plan again",
    "needs_plugin": "it needs the plugin",
}


def reason_of(outcome: Outcome) -> str:
    """Return why a write was refused, or what is worth knowing of one that was not."""
    said = []
    for notice in outcome.notices:
        known = _REASONS.get(notice.code)
        # Of a question that Moodle refused, Moodle alone can say why.
        said.append(known if known else notice.message)
    return "; ".join(said)
