"""machina moodle doctor, plugin, kit: as somebody types them."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from fake import TOKEN, FakeSite

from machina_scorm.cli import main
from machina_scorm.moodle import profile as profile_module
from machina_scorm.moodle.client import Client
from machina_scorm.moodle.doctor import Finding, Level, Needs, examine
from machina_scorm.moodle.plugin import plugin_zip
from machina_scorm.moodle.profile import Profile
from machina_scorm.moodle.secret import Token, TokenSource

PROFILE = Profile("school", "https://moodle.example.org", TokenSource("env", "T"), category="#1")
NEEDS = Needs((("el", "el"), ("fr", "fr")), 5_000_000, "fr/lu1.zip", ("multichoice",))


def _examine(site: FakeSite, client: Client, profile: Profile = PROFILE, needs: Needs = NEEDS) -> dict[str, Finding]:
    return {finding.check: finding for finding in examine(profile, client, needs)}


def test_a_sound_site_is_ready(fake: FakeSite, client: Client) -> None:
    fake.capabilities = (
        *("local/machina:view", "local/machina:sync", "moodle/course:create", "moodle/course:update"),
        *("moodle/course:manageactivities", "moodle/course:setforcedlanguage", "moodle/question:add"),
        *("moodle/question:editall", "moodle/question:managecategory", "mod/quiz:manage"),
    )
    found = _examine(fake, client)
    assert all(one.level in (Level.OK, Level.NOTE) for one in found.values()), found
    assert fake.writes == 0


def _no_plugin(site: FakeSite) -> None:
    site.plugin = False


def _no_rights(site: FakeSite) -> None:
    site.capabilities = ("local/machina:sync",)


def _no_language(site: FakeSite) -> None:
    site.languages = ("en", "fr")


def _down(site: FakeSite) -> None:
    site.faults = ["connect"] * 9


def _web_page(site: FakeSite) -> None:
    site.faults = ["404"] * 9


@pytest.mark.parametrize(
    ("spoil", "check", "todo"),
    [
        (_no_plugin, "plugin", "machina moodle plugin"),
        (_no_rights, "rights", "setup.php"),
        (_no_language, "languages", "Language packs"),
        (_down, "address", "is the address right"),
        (_web_page, "address", "web services"),
    ],
)
def test_what_stands_in_the_way_is_said_with_what_to_do(
    fake: FakeSite, client: Client, spoil: Callable[[FakeSite], None], check: str, todo: str
) -> None:
    spoil(fake)
    found = _examine(fake, client)
    assert found[check].level is Level.STOP and todo in found[check].todo, found


def test_what_the_course_asks_for_is_compared(fake: FakeSite, client: Client) -> None:
    found = _examine(fake, client, needs=replace(NEEDS, biggest=10**9, qtypes=("ordering", "multichoice")))
    assert found["upload limit"].level is Level.STOP and "php.ini" in found["upload limit"].todo
    assert found["question types"].level is Level.STOP and "ordering" in found["question types"].found
    nothing = _examine(fake, client, needs=Needs())
    assert nothing["upload limit"].level is Level.NOTE


def test_a_category_is_tried_without_writing(fake: FakeSite, client: Client) -> None:
    found = _examine(fake, client, replace(PROFILE, category="none"))
    assert found["category"].level is Level.STOP and fake.writes == 0


def test_a_wrong_token_is_told(fake: FakeSite) -> None:
    stranger = Client(fake.url, Token("f" * 32), session=fake.session())
    found = _examine(fake, stranger)
    assert found["token"].level is Level.STOP and "new one" in found["token"].todo


@pytest.fixture
def site(course: Path, fake: FakeSite, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course with the profile of the fake site."""
    folder = course / "moodle" / "sites"
    folder.mkdir(parents=True)
    (folder / "school.yaml").write_text(f"url: {fake.url}\n")
    monkeypatch.setattr(profile_module, "new_session", lambda *_: fake.session())
    monkeypatch.setenv("MACHINA_TOKEN_SCHOOL", TOKEN)
    return course


def _run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["moodle", *words], catch_exceptions=False)
    assert TOKEN not in result.output
    return result.exit_code, result.output


def test_the_doctor_prints_a_table_and_json(site: Path) -> None:
    code, text = _run("doctor", "school", "--project", str(site))
    assert code == 1 and "rights" in text and "→" in text and "in the way" in text
    code, text = _run("doctor", "school", "--project", str(site), "--json")
    assert code == 1 and json.loads(text)["findings"][0]["check"] == "address"


def test_the_doctor_tells_a_users_mistakes_in_a_line(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, text = _run("doctor", "nosuch", "--project", str(site))
    assert code == 1 and "there is no site" in text and "school" in text
    monkeypatch.delenv("MACHINA_TOKEN_SCHOOL")
    code, text = _run("doctor", "school", "--project", str(site))
    assert code == 1 and "MACHINA_TOKEN_SCHOOL" in text and "Traceback" not in text
    (site / "moodle" / "sites" / "school.yaml").write_text("url: moodle\ntokn: x\n")
    code, text = _run("doctor", "school", "--project", str(site))
    assert code == 1 and "moodle/sites/school.yaml:1" in text and "did you mean 'token'" in text


def test_the_plugin_is_an_installable_zip(tmp_path: Path) -> None:
    target = tmp_path / "machina.zip"
    code, text = _run("plugin", "--zip", str(target))
    assert code == 0 and "Install plugins" in text
    assert target.read_bytes() == plugin_zip() == plugin_zip()
    names = zipfile.ZipFile(io.BytesIO(plugin_zip())).namelist()
    assert {name.split("/")[0] for name in names} == {"machina"} and "machina/version.php" in names


def test_the_kit_is_said_to_need_a_build_and_a_place(site: Path) -> None:
    code, text = _run("kit", "--out", str(site / "kit"), "--project", str(site))
    assert code == 1 and "machina build" in text
    code, text = _run("kit", "--project", str(site))
    assert code == 2 and "--out" in text


def test_the_kit_holds_each_languages_files_and_page(site: Path, fake: FakeSite, tmp_path: Path) -> None:
    built = CliRunner().invoke(
        main,
        [
            "build",
            "--project",
            str(site),
            "--jobs",
            "1",
            "--allow-partial",
            "--format",
            "moodle-xml",
            "--format",
            "scorm12",
        ],
    )
    assert built.exit_code == 0, built.output
    out = tmp_path / "kit"
    code, text = _run("kit", "--out", str(out), "--project", str(site))
    assert code == 0 and "checklist-el.html" in text, text
    page = (out / "el" / "checklist-el.html").read_text("utf-8")
    assert '<html lang="el"' in page and "Moodle" in page and "http" not in page.replace("http://www.w3.org", "")
    for name in {path.name for path in (out / "el").iterdir()} - {"checklist-el.html"}:
        assert f'href="{name}"' in page
    first = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    _run("kit", "--out", str(out), "--project", str(site))
    assert first == {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    code, text = _run("kit", "school", "--upload", "--lang", "el", "--project", str(site))
    assert code == 0, text
    assert "/machina/el/checklist-el.html" in fake.private and not any("/en/" in name for name in fake.private)
