"""The systemd unit and its settings are in order, and start what there is."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from service.domain.jobs.period import has_form
from service.domain.jobs.registry import JOBS
from service.domain.terms import Job
from service.job_commands import job_named, word_of
from service.settings import Settings
from tests.docs.markdown import ROOT
from tests.docs.test_readme import options_of

UNIT = ROOT / "deploy" / "systemd" / "gongji.service"
JOB_UNIT = ROOT / "deploy" / "systemd" / "gongji-job@.service"
TIMERS = sorted((ROOT / "deploy" / "systemd").glob("gongji-*.timer"))
ENVIRONMENT = ROOT / "deploy" / "systemd" / "gongji.env"
PROGRAM = "/opt/gongji/.venv/bin/gongji-server"


def test_it_starts_commands_that_there_are() -> None:
    """What the unit starts, and checks before, are commands of the server with options that they have."""
    lines = re.findall(rf"^ExecStart(?:Pre)?={PROGRAM} (.+)$", UNIT.read_text("utf-8"), re.MULTILINE)
    assert lines == ["config check", "serve"]
    assert all(options_of(line.split()) for line in lines)


def test_it_sets_what_can_be_set() -> None:
    """Each setting in the file is one of the server's, and a value that it takes."""
    lines = [line for line in ENVIRONMENT.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    given = {name.removeprefix("GONGJI_").lower(): value for name, _, value in (line.partition("=") for line in lines)}
    assert Settings(**given).workers == 2


def test_every_job_has_its_timer() -> None:
    """Each job but the one that is run by hand has a timer, which starts it by its name."""
    started = {
        unit.removeprefix("gongji-").removesuffix(".timer"): re.findall(r"^Unit=gongji-job@(.+)\.service$", text, re.M)
        for unit, text in ((timer.name, timer.read_text("utf-8")) for timer in TIMERS)
    }
    assert set(started) == {word_of(job) for job in Job if job is not Job.CHANGE_OVER}
    assert all(jobs == [name] for name, jobs in started.items())


@pytest.mark.parametrize("name", [word_of(job) for job in Job])
def test_a_job_is_run_for_its_period(name: str) -> None:
    """What the unit starts is a command of the server, with a period of the form that the job wants."""
    line = re.search(r"^ExecStart=/bin/sh -c '(.+)'$", JOB_UNIT.read_text("utf-8"), re.M)
    assert line is not None
    script = line[1].replace("$$", "$").replace("%%", "%").replace("%i", name).replace(f"exec {PROGRAM}", "echo")
    said = subprocess.run(["/bin/sh", "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert said[:-1] == ["job", "run", name, "all"]
    assert has_form(said[-1], JOBS[job_named(name)].every)


@pytest.mark.parametrize("unit", [UNIT, JOB_UNIT, *TIMERS], ids=lambda path: path.name)
def test_systemd_understands_it(unit: Path, tmp_path: Path) -> None:
    """systemd finds nothing to say about the units, with a program in them that is installed here."""
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not installed")
    for path in (UNIT, JOB_UNIT, *TIMERS):
        (tmp_path / path.name).write_text(path.read_text("utf-8").replace(PROGRAM, "/bin/true"))
    # A template is looked at as one of those made of it.
    name = unit.name.replace("@.", "@nightly.")
    if name != unit.name:
        (tmp_path / name).write_text((tmp_path / unit.name).read_text())
    command = [analyze, "verify", "--man=no", str(tmp_path / name)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert [line for line in done.stderr.splitlines() if unit.stem in line] == []
