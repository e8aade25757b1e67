"""How long things take and how much memory: `make bench`. Figures and what they are measured against, no verdicts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import banks  # noqa: E402
import decks  # noqa: E402
import sync  # noqa: E402
import translation  # noqa: E402
from measure import print_memory  # noqa: E402

PARTS = {"banks": banks.run, "deck": decks.run, "sync": sync.run, "translation": translation.run}


def main() -> None:
    """Measure each part, or those named, in a process of its own, so that its memory is its own."""
    if len(sys.argv) == 2:
        PARTS[sys.argv[1]]()
        print_memory()
        return
    for name in sys.argv[1:] or PARTS:
        subprocess.run([sys.executable, str(HERE), name], check=True)


if __name__ == "__main__":
    main()
