"""`machina i18n add`: a course gets a language; what people wrote stays, and nothing is half done."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import polib
import pytest
import yaml
from click.testing import CliRunner, Result

from machina_scorm.cli import main


def run(course: Path, *words: str) -> Result:
    result = CliRunner().invoke(main, [*words, "--project", str(course)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def add(course: Path, *words: str) -> Result:
    return run(course, "i18n", "add", *words)


def tree(course: Path) -> dict[str, bytes]:
    return {path.relative_to(course).as_posix(): path.read_bytes() for path in course.rglob("*") if path.is_file()}


def languages(course: Path) -> list[str]:
    return list(yaml.safe_load((course / "units" / "course.yaml").read_text("utf-8"))["languages"])


def entries(course: Path) -> dict[str, dict[str, object]]:
    found = yaml.safe_load((course / "i18n" / "languages.yaml").read_text("utf-8"))["languages"]
    return {entry["code"]: entry for entry in found}


def test_a_new_language_has_its_entry_its_place_and_its_catalogs(course: Path) -> None:
    before = (course / "units" / "course.yaml").read_text("utf-8")
    result = add(course, "es")
    assert result.exit_code == 0, result.output
    assert languages(course) == ["en", "el", "es"] and list(entries(course)) == ["en", "el", "es"]
    after = (course / "units" / "course.yaml").read_text("utf-8")
    assert after.replace("[en, el, es]", "[en, el]") == before
    assert {path.name for path in (course / "i18n" / "es").iterdir()} == {"course.po", "unit1.po", "ui.po"}
    assert not (course / "i18n" / "el").exists()  # other languages are left alone
    assert "Moodle" in result.output and "machina build --lang es" in result.output


def test_a_second_time_it_is_there(course: Path) -> None:
    add(course, "pt_br")
    before = tree(course)
    again = add(course, "Portuguese (Brazil)")
    assert again.exit_code == 0 and "there already" in again.output
    assert tree(course) == before
    assert entries(course)["pt-BR"]["moodle"] == "pt_br"
    assert add(course, "en").exit_code == 0 and tree(course) == before


def test_update_afterwards_changes_nothing(course: Path) -> None:
    run(course, "i18n", "update")
    add(course, "es")
    assert "0 files changed" in run(course, "i18n", "update").output


def test_a_language_of_the_toolkit_needs_no_table_and_no_interface(course: Path) -> None:
    assert add(course, "italian").exit_code == 0
    assert not (course / "i18n" / "languages.yaml").exists()
    assert {path.name for path in (course / "i18n" / "it").iterdir()} == {"course.po", "unit1.po"}


def test_a_dry_run_writes_nothing(course: Path) -> None:
    before = tree(course)
    assert "i18n/es/unit1.po" in add(course, "es", "--dry-run").output
    assert tree(course) == before


def test_what_people_wrote_in_the_table_stays(course: Path) -> None:
    add(course, "es")
    table = course / "i18n" / "languages.yaml"
    text = table.read_text("utf-8").replace("expansion: 1.25", "expansion: 1.4   # our own measure")
    table.write_bytes(f"# ours\n{text}\n# the end".replace("\n", "\r\n").encode())
    before = table.read_bytes().decode()
    assert add(course, "sv").exit_code == 0
    after = table.read_bytes().decode()
    assert after.startswith(before.split("\r\n\r\n# the end")[0]) and after.endswith("# the end")
    assert "\n" not in after.replace("\r\n", "")
    assert entries(course)["es"]["expansion"] == 1.4 and "sv" in entries(course)
    assert table.with_name("languages.yaml.bak").read_bytes().decode() == before


@pytest.mark.parametrize("wrong", [None, "languages: [es]\n", "languages: [\n"])
def test_a_text_edit_that_does_not_read_back_is_refused(
    course: Path, monkeypatch: pytest.MonkeyPatch, wrong: str | None
) -> None:
    add(course, "es")
    before = tree(course)
    monkeypatch.setattr("machina_scorm.partner.append_to_list", lambda *_: wrong)
    result = add(course, "sv")
    assert result.exit_code == 1 and "nothing was changed" in result.output and "code: sv" in result.output
    assert tree(course) == before


def test_a_list_over_several_lines_is_changed_in_its_own_way(course: Path) -> None:
    path = course / "units" / "course.yaml"
    listed = "languages:\n- en   # ours\n- el\n"
    path.write_text(path.read_text("utf-8").replace("languages: [en, el]\n", listed), "utf-8", newline="\n")
    assert add(course, "es").exit_code == 0
    assert listed + "- es\n" in path.read_text("utf-8")


def test_an_unknown_language_is_answered_with_the_nearest_and_an_entry(course: Path) -> None:
    before = tree(course)
    result = add(course, "es-CO")
    assert result.exit_code == 1 and "es Spanish" in result.output and tree(course) == before
    text = result.output[result.output.index("# The languages") :]
    (course / "i18n").mkdir()
    (course / "i18n" / "languages.yaml").write_text(text, "utf-8")  # what it says to write works
    assert add(course, "es-CO").exit_code == 0
    assert languages(course) == ["en", "el", "es-CO"] and entries(course)["es-CO"]["moodle"] == "es_co"
    assert "portuguese" in add(course, "portugese").output.casefold()
    assert add(course, "Klingon").exit_code == 1


def test_a_language_that_course_yaml_names_already_is_completed(course: Path) -> None:
    path = course / "units" / "course.yaml"
    path.write_text(path.read_text("utf-8").replace("[en, el]", "[en, el, es]"), "utf-8", newline="\n")
    refused = run(course, "check")
    assert refused.exit_code == 1 and "machina i18n add es" in refused.output
    assert add(course, "es").exit_code == 0
    assert languages(course) == ["en", "el", "es"] and run(course, "check").exit_code == 0


def test_a_broken_course_is_not_changed(course: Path) -> None:
    (course / "units" / "unit1" / "unit.yaml").write_text("title: [\n", "utf-8")
    before = tree(course)
    result = add(course, "es")
    assert result.exit_code == 1 and "unit.yaml:" in result.output and tree(course) == before


def test_a_broken_catalog_of_the_language_stops_it(course: Path) -> None:
    (course / "i18n" / "es").mkdir(parents=True)
    (course / "i18n" / "es" / "unit1.po").write_text('msgid "a"\nmsgstr "b\n', "utf-8")
    before = tree(course)
    result = add(course, "es")
    assert result.exit_code == 1 and "i18n/es/unit1.po:2" in result.output and tree(course) == before


def test_a_failed_write_leaves_a_course_that_builds(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = Path.replace

    def deny(self: Path, target: Path) -> Path:
        if target.name == "languages.yaml":
            raise PermissionError(13, "Permission denied", str(target))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", deny)
    result = add(course, "es")
    monkeypatch.undo()
    assert result.exit_code == 1 and "cannot be written" in result.output
    assert languages(course) == ["en", "el"] and run(course, "check").exit_code == 0
    assert add(course, "es").exit_code == 0 and languages(course) == ["en", "el", "es"]


# --- memory


def fuzzy(course: Path, code: str, name: str = "unit1") -> dict[str, str]:
    po = polib.pofile(course / "i18n" / code / f"{name}.po")
    assert not [entry for entry in po if entry.msgstr and not entry.fuzzy], "a suggestion nobody has seen"
    return {entry.msgid: entry.msgstr for entry in po if entry.msgstr}


def test_memories_become_suggestions_and_are_not_published(course: Path, tmp_path: Path) -> None:
    po = tmp_path / "old.po"
    po.write_text('msgid ""\nmsgstr "Language: es\\n"\n\nmsgid "First unit"\nmsgstr "Primera unidad"\n', "utf-8")
    tmx = tmp_path / "agency.tmx"
    segments = '<tuv xml:lang="en"><seg>Who it is for.</seg></tuv><tuv xml:lang="es-ES"><seg>Para quién es.</seg></tuv>'
    tmx.write_text(f'<tmx version="1.4"><header/><body><tu>{segments}</tu></body></tmx>', "utf-8")
    result = add(course, "es", "--memory", str(po), "--memory", str(tmx))
    assert result.exit_code == 0 and "2 suggestions from memory" in result.output
    assert fuzzy(course, "es") == {"First unit": "Primera unidad", "Who it is for.": "Para quién es."}
    built = run(course, "build", "--lang", "es", "--format", "gift", "--format", "scorm12")
    assert built.exit_code == 0, built.output
    for path in (course / "dist").rglob("*.zip"):
        archive = zipfile.ZipFile(path)
        assert not any(b"Primera unidad" in archive.read(name) for name in archive.namelist())


def test_a_memory_of_another_language_is_refused(course: Path, tmp_path: Path) -> None:
    po = tmp_path / "french.po"
    po.write_text('msgid ""\nmsgstr "Language: fr\\n"\n\nmsgid "First unit"\nmsgstr "Première unité"\n', "utf-8")
    before = tree(course)
    result = add(course, "es", "--memory", str(po))
    assert result.exit_code == 1 and "memory-language" in result.output
    assert tree(course) == before


def test_a_regional_form_takes_suggestions_from_the_other(course: Path) -> None:
    add(course, "pt")
    path = course / "i18n" / "pt" / "unit1.po"
    po = polib.pofile(path, wrapwidth=0)
    for entry in po:
        entry.msgstr = f"PT {entry.msgid}"
    po.save(path, newline="\n")
    assert add(course, "pt-BR").exit_code == 0
    assert len(fuzzy(course, "pt-BR")) == len(po)
    run(course, "i18n", "update")
    assert "0 files changed" in run(course, "i18n", "update").output


def test_files_that_lie_in_the_folder_are_a_memory(course: Path) -> None:
    folder = course / "i18n" / "es"
    folder.mkdir(parents=True)
    text = 'msgid ""\nmsgstr "Language: es\\n"\n\nmsgid "First unit"\nmsgstr "Primera unidad"\n'
    (folder / "former.po").write_text(text, "utf-8")
    assert add(course, "es").exit_code == 0
    assert fuzzy(course, "es") == {"First unit": "Primera unidad"}
    assert (folder / "former.po").read_text("utf-8") == text


def test_a_regional_form_of_a_language_of_the_toolkit_gets_its_interface_suggested(course: Path) -> None:
    add(course, "fr-CA")
    assert len(fuzzy(course, "fr-CA", "ui")) > 100


# --- the course in the language


def test_the_partners_interface_is_used(course: Path) -> None:
    add(course, "es")
    path = course / "i18n" / "es" / "ui.po"
    po = polib.pofile(path, wrapwidth=0)
    for entry in po:
        if entry.msgid == "Contents":
            entry.msgstr = "Índice de esta lección"
    po.save(path, newline="\n")
    assert run(course, "build", "--lang", "es", "--format", "scorm12").exit_code == 0
    (package,) = (course / "dist" / "es").rglob("*.zip")
    page = zipfile.ZipFile(package).read("index.html").decode()
    assert '<html lang="es"' in page and "Índice de esta lección" in page
    assert page.count('lang="en"') > 20  # what is missing is English and says so


def test_the_course_builds_in_every_format(course: Path) -> None:
    for code in ("pt_br", "uk", "ar", "ja"):
        add(course, code)
    tags = languages(course)[-4:]
    for tag in tags:
        name = str(entries(course)[tag]["name"])
        for path in (course / "i18n" / tag).glob("*.po"):
            po = polib.pofile(path, wrapwidth=0)
            for entry in po:
                entry.msgstr = entry.msgid if "$" in entry.msgid or "{" in entry.msgid else f"{name} {entry.msgid}"
            po.save(path, newline="\n")
    result = run(course, "build", "--json", "--jobs", "1", *(word for tag in tags for word in ("--lang", tag)))
    assert result.exit_code == 0, result.output
    index = json.loads((course / "dist" / "index.json").read_text("utf-8"))["artefacts"]
    for tag in tags:
        assert len({item["format"] for item in index if item["language"] == tag}) >= 5


def test_a_new_course_knows_the_same_languages(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    words = ["new", "course", str(folder), "--lang", "spanish", "--lang", "pt_br", "--lang", "fr"]
    assert CliRunner().invoke(main, words).exit_code == 0
    assert languages(folder) == ["en", "es", "pt-BR", "fr"] == list(entries(folder))
    assert run(folder, "check").exit_code == 0
    refused = CliRunner().invoke(main, ["new", "course", str(tmp_path / "x"), "--lang", "spansh"])
    assert refused.exit_code == 1 and "es Spanish" in refused.output and not (tmp_path / "x").exists()
