"""The files that a lesson's page shows or links: figures, exercise files, videos.  Not: their place on the page."""

from __future__ import annotations

from machina_scorm.model.blocks import Figure
from machina_scorm.package.names import file_name
from machina_scorm.render.svg import localised_svg


class Media:
    """Collects the files of one package and gives each an ASCII name: equal bytes under one name are one file."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.files: dict[str, bytes] = {}

    def add(self, folder: str, name: str, data: bytes) -> str:
        """Take a file in and return its path in the package."""
        wanted = f"{folder}/{file_name(name)}"
        if self.files.get(wanted) == data:
            return wanted
        taken = {path.removeprefix(f"{folder}/").lower() for path in self.files if path.startswith(f"{folder}/")}
        path = f"{folder}/{file_name(name, taken)}"
        self.files[path] = data
        return path

    def figure(self, figure: Figure) -> str:
        """Take a figure in, its labels and alternative text in the edition's language, and return its path."""
        image = figure.image
        is_svg = image.media_type == "image/svg+xml"
        data = localised_svg(image, figure.alt, language=self.language) if is_svg else image.data
        return self.add("figures", image.name, data)
