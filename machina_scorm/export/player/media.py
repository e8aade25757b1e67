"""The files that a lesson's page shows or links: figures, exercise files, videos.  Not: their place on the page."""

from __future__ import annotations

from machina_scorm.model.blocks import Figure
from machina_scorm.package.names import file_name
from machina_scorm.render.svg import localised_svg


class Media:
    """Collects the files of one package and gives each an ASCII name: equal bytes under one name are one file."""

    def __init__(self, language: str, other: Media | None = None) -> None:
        """Begin a package, or go on in another language with the files of `other`."""
        self.language = language
        self.files: dict[str, bytes] = other.files if other else {}
        self._drawn: dict[tuple[object, ...], str] = other._drawn if other else {}

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
        if image.media_type != "image/svg+xml":
            return self.add("figures", image.name, image.data)
        labels = tuple((label.id, label.text.md, label.text.lang or self.language) for label in image.labels)
        key = (image.name, image.data, labels)
        if (
            key not in self._drawn
        ):  # the page says the alternative text, so a figure without words is one for all languages
            data = localised_svg(image, figure.alt, language=self.language)
            self._drawn[key] = self.add("figures", image.name, data)
        return self._drawn[key]
