"""A root of a Debian system with nothing but its smallest set of packages, and roots with still less.

It is made from the package sources that this machine's own apt has for Debian, kept as an archive in the build folder, and
unpacked for each use. Commands in it see neither the machine's files nor its processes; the network is the machine's, so that
servers on the loopback address are reached. Needs root.
"""

import os
import pathlib
import shutil
import subprocess
import tempfile

SUITE = "bookworm"
# Nobody on any system, and what images without a shell use by convention.
USER = 65532
SECONDS = 300
FAST = ["--dpkgopt=force-unsafe-io", '--aptopt=Acquire::Languages "none"', '--aptopt=Acquire::Retries "3"']


def _asked(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=SECONDS).stdout


def debian_sources():
    """This machine's sources of Debian's packages, as lines of sources.list."""
    lines = _asked("apt-get", "indextargets", "--format", "$(ORIGIN)|$(REPO_URI)|$(RELEASE)|$(COMPONENT)", "Created-By: Packages")
    sources = []
    for line in lines.splitlines():
        origin, address, release, component = line.split("|")
        if origin == "Debian" and release.split("-")[0] == SUITE and component == "main":
            sources.append(f"deb {address} {release} {component}")
    if not sources:
        raise RuntimeError(f"apt has no lists of Debian's {SUITE} (apt-get update gets them)")
    return sources


def _proxy():
    """The proxy of this machine's apt, as options of apt."""
    lines = _asked("apt-config", "dump", "--format", '%f "%v";%n', "Acquire::http::Proxy", "Acquire::https::Proxy")
    return [line for line in lines.splitlines() if not line.endswith('"";')]


def make_base(archive: pathlib.Path):
    """Makes the archive of the smallest Debian system with apt, where it is not there yet."""
    if archive.exists():
        return
    archive.parent.mkdir(parents=True, exist_ok=True)
    new = archive.with_suffix(".new.tar")
    sources = debian_sources()
    more = ["--include=ca-certificates"] if any("https://" in line for line in sources) else []
    proxies = [f"--aptopt={line}" for line in _proxy()]
    done = subprocess.run(
        ["mmdebstrap", "--quiet", "--mode=root", "--variant=apt", "--skip=cleanup/apt/lists", *FAST, *proxies, *more, SUITE, new, "-"],
        input="\n".join(sources) + "\n", capture_output=True, text=True, timeout=600)
    if done.returncode != 0:
        new.unlink(missing_ok=True)
        raise RuntimeError(f"mmdebstrap: {done.stdout}{done.stderr}")
    new.rename(archive)


class Root:
    """A folder that is the root of commands. `with Root() as root` removes it in the end."""

    def __init__(self, base: pathlib.Path | None = None):
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="strata-root-"))
        self.path.chmod(0o755)
        if base is not None:
            subprocess.run(["tar", "-xf", base, "-C", self.path], check=True, timeout=SECONDS)
        # Containers have it, and the program looks there for its own place.
        (self.path / "proc").mkdir(exist_ok=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.remove()

    def remove(self):
        shutil.rmtree(self.path, ignore_errors=True)

    def folder(self, path: str) -> pathlib.Path:
        """A folder in it that the user of commands may write to."""
        folder = self.path / path.lstrip("/")
        folder.mkdir(parents=True, exist_ok=True)
        os.chown(folder, USER, USER)
        return folder

    def start(self, *command, user=USER, cwd="/", env=None):
        """Starts a command in there, as process 1 of a container; the process that is returned is its parent."""
        environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8", "HOME": cwd, **(env or {})}
        return subprocess.Popen(
            ["unshare", "--pid", "--kill-child", f"--root={self.path}", "--mount-proc", f"--wd={cwd}", f"--setgid={user}",
             f"--setuid={user}", "--", *map(str, command)],
            env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def run(self, *command, status=0, **how):
        """Runs a command in there; returns its output with its errors. Fails where it does not end with `status`."""
        with self.start(*command, **how) as process:
            try:
                text, _ = process.communicate(timeout=SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
        if process.returncode != status:
            raise AssertionError(f"{' '.join(map(str, command))}: exit status {process.returncode}, not {status}\n{text}")
        return text

    def use_network(self):
        """Names have the same addresses in there as outside."""
        for file in ["etc/resolv.conf", "etc/hosts"]:
            shutil.copy(f"/{file}", self.path / file)

    def install(self, *packages: str | pathlib.Path):
        """Installs packages, by name or from files, and what they depend on, as somebody would by hand."""
        files = [package for package in packages if isinstance(package, pathlib.Path)]
        names = [f"/tmp/{package.name}" if package in files else package for package in packages]
        self.use_network()
        for file in files:
            shutil.copy(file, self.path / "tmp")
        try:
            self._apt_install(names)
        except AssertionError:  # the lists of the archive may be older than a package in there
            self.run("apt-get", "update", user=0)
            self._apt_install(names)

    def _apt_install(self, names):
        self.run("apt-get", "install", "-y", "-q", "--no-install-recommends", *names, user=0, env={"DEBIAN_FRONTEND": "noninteractive"})
