"""Words by which the lint of question banks knows a weak question: one table per language, harmless for the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases in small letters: options that point at the other options, and words that turn a question round."""

    above: tuple[str, ...] = ()
    negations: frozenset[str] = frozenset()


_TABLE: Mapping[str, Phrases] = MappingProxyType(
    {
        "en": Phrases(
            ("all of the above", "none of the above", "all the above", "all of these", "none of these", "both a and b"),
            frozenset({"not", "never", "except", "n't"}),
        ),
        "fr": Phrases(
            ("toutes les réponses", "toutes ces réponses", "aucune de ces réponses", "aucune des réponses"),
            frozenset({"pas", "jamais", "sauf"}),
        ),
        "de": Phrases(
            ("alle genannten", "alle oben genannten", "keine der genannten", "keine der oben genannten"),
            frozenset({"nicht", "nie", "niemals", "außer"}),
        ),
        "el": Phrases(
            ("όλα τα παραπάνω", "όλες οι παραπάνω", "κανένα από τα παραπάνω", "καμία από τις παραπάνω"),
            frozenset({"δεν", "μη", "μην", "ποτέ", "εκτός"}),
        ),
        "ro": Phrases(
            ("toate cele de mai sus", "toate variantele", "niciuna dintre", "niciunul dintre", "nicio variantă"),
            frozenset({"nu", "niciodată", "excepția"}),
        ),
        "it": Phrases(
            ("tutte le precedenti", "tutte le risposte", "nessuna delle precedenti", "nessuna delle risposte"),
            frozenset({"non", "mai", "tranne", "eccetto"}),
        ),
    }
)


def phrases(language: str) -> Phrases:
    """Return the table of a language (BCP 47); an empty one where there is none."""
    return _TABLE.get(language.partition("-")[0].lower(), Phrases())
