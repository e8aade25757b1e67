"""The readers under a coverage-guided fuzzer, with a fixed budget: no input raises."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

SEEDS = {
    "gift": b"::a::Q {=x#f ~y ~%50%z}\n\n::b::N {#=3.1:0.2}\n\n::c::M {=a -> b =c -> d}\n\n$CATEGORY: a/b\n\nT {T}\n",
    "moodle-xml": b"<quiz><question type='truefalse'><name><text>n</text></name><questiontext><text>q</text>"
    b"</questiontext><answer fraction='100'><text>true</text></answer><answer fraction='0'><text>false</text></answer>"
    b"</question></quiz>",
    "aiken": b"Q?\nA. x\nB. y\nANSWER: A\n",
    "table": b"id,type,stem,A,B,correct\nq,single,S,x,y,A\n",
}


@pytest.mark.skipif(find_spec("atheris") is None, reason="atheris has no wheel here: pip install atheris, on Linux")
@pytest.mark.parametrize("form", SEEDS)
def test_no_input_raises(form: str, tmp_path: Path) -> None:
    (tmp_path / "seed").write_bytes(SEEDS[form])
    script = str(Path(__file__).with_name("fuzz_readers.py"))
    options = ["-runs=4000", "-seed=1", "-max_len=2000", "-max_total_time=20", f"-artifact_prefix={tmp_path}/"]
    command = [sys.executable, script, form, *options, str(tmp_path)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert ended.returncode == 0, ended.stderr[-3000:]
    assert "Done" in ended.stderr
