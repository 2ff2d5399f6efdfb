"""Runs programs and tells what they took. The program is started by bench_launch, which is small: the
kernel counts the memory of whoever starts a program into the peak of what is started."""

import dataclasses
import os
import pathlib
import statistics
import subprocess


@dataclasses.dataclass(frozen=True)
class Sample:
    """What one run of a program took: seconds, and its largest resident memory."""
    wall: float
    user: float = 0.0
    system: float = 0.0
    peak_kib: int = 0


class Failed(Exception):
    """A program that was to be measured did not do its work."""


class Launcher:
    """Starts programs in one folder with an environment that holds nothing of the user's settings."""

    def __init__(self, program: pathlib.Path, folder: pathlib.Path):
        self.program = program
        self.folder = folder
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8"}

    def run(self, command, stdin="/dev/null", stdout="/dev/null", environment=None) -> Sample:
        """The sample of one run. Raises Failed, with the program's errors, unless it ends with 0."""
        report, errors = self.folder / "report", self.folder / "stderr"
        with open(errors, "wb") as stderr:
            subprocess.run([self.program, report, stdin, stdout, *map(str, command)], cwd=self.folder,
                           env=self.environment | (environment or {}), stderr=stderr, check=True)
        wall, user, system, peak, status = map(int, report.read_text().split())
        if status != 0:
            tail = errors.read_text(errors="replace")[-2000:]
            raise Failed(f"{' '.join(map(str, command))}: exit status {status}\n{tail}")
        return Sample(wall / 1e9, user / 1e6, system / 1e6, peak)

    def answer(self, command, stdin="/dev/null") -> str:
        """What a program prints."""
        output = self.folder / "stdout"
        self.run(command, stdin, output)
        return output.read_text()


def interleave(runs: int, programs: dict) -> dict:
    """Calls each of the functions in turn, `runs` times; a list of their samples by their name."""
    samples = {name: [] for name in programs}
    for _ in range(runs):
        for name, program in programs.items():
            samples[name].append(program())
    return samples


def wall(samples) -> float:
    """The median in seconds."""
    return statistics.median(sample.wall for sample in samples)


def peak_mb(samples) -> float:
    """The largest peak, in MB (of 1,000,000 bytes)."""
    return max(sample.peak_kib for sample in samples) * 1024 / 1e6


def cores(samples) -> float:
    """How many cores were at work, on average over the median run."""
    return statistics.median((s.user + s.system) / s.wall for s in samples)
