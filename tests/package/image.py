"""The image of docs/deploy/Dockerfile, made by its own commands in clean roots instead of by a daemon."""

import glob
import json
import os
import pathlib
import shutil
import subprocess
from contextlib import contextmanager

from clean_root import Root

SOURCE = pathlib.Path(__file__).resolve().parents[2]
DOCKERFILE = SOURCE / "docs/deploy/Dockerfile"


def stages(file: pathlib.Path):
    """The stages, each a list of (instruction, rest of the line); lines are joined."""
    found = []
    lines = [line for line in file.read_text().splitlines() if not line.startswith("#")]
    for line in "\n".join(lines).replace("\\\n", "").splitlines():
        if not line.strip():
            continue
        instruction, rest = line.split(maxsplit=1)
        if instruction == "FROM":
            found.append([])
        found[-1].append((instruction, rest))
    return found


def value(stage, instruction):
    values = [rest for name, rest in stage if name == instruction]
    if len(values) != 1:
        raise AssertionError(f"{len(values)} times {instruction}")
    return values[0]


class Image:
    """A root with what the last stage copies. Its first stage, which builds the packages, is not run: `packages` has them."""

    def __init__(self, base: pathlib.Path, packages: pathlib.Path):
        _, installed, self.stage = stages(DOCKERFILE)
        self.entrypoint = json.loads(value(self.stage, "ENTRYPOINT"))
        self.user = int(value(self.stage, "USER").split(":")[0])
        with Root(base) as root:
            for instruction, rest in installed:
                if instruction == "COPY":
                    self._copy_packages(root, rest, packages)
                elif instruction == "RUN":
                    root.use_network()
                    root.run("sh", "-c", rest, user=0, env={"DEBIAN_FRONTEND": "noninteractive"})
            option, source, target = value(self.stage, "COPY").split()
            assert (option, target) == ("--from=installed", "/"), "the last stage copies a folder of the one before"
            self.root = Root()
            shutil.copytree(root.path / source.lstrip("/"), self.root.path, symlinks=True, dirs_exist_ok=True)

    @staticmethod
    def _copy_packages(root, arguments, packages):
        option, source, target = arguments.split()
        assert option == "--from=build"
        folder = root.path / target.strip("/")
        folder.mkdir(exist_ok=True)
        files = glob.glob(str(packages / os.path.basename(source)))
        assert files, source
        for file in files:
            shutil.copy(file, folder)

    def run(self, *arguments, **how):
        """What `docker run` does."""
        return self.root.run(*self.entrypoint, *arguments, **self._how(), **how)

    def start(self, *arguments, **how):
        return self.root.start(*self.entrypoint, *arguments, **self._how(), **how)

    def _how(self):
        return {"user": self.user, "cwd": value(self.stage, "WORKDIR")}

    @contextmanager
    def read_only(self):
        """Nothing in it can be written to, as with readOnlyRootFilesystem."""
        path = self.root.path
        subprocess.run(["mount", "--bind", path, path], check=True)
        try:
            subprocess.run(["mount", "-o", "remount,bind,ro", path], check=True)
            yield
        finally:
            subprocess.run(["umount", path], check=True)
