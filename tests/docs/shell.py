"""One bash for a whole document, so that variables, folders and `$?` last from one command to the next."""
import contextlib
import os
import select
import signal
import subprocess
import tempfile
import time

SECONDS = 40


class ShellError(Exception):
    pass


class Shell:
    def __init__(self, folder, environment):
        self.script = tempfile.NamedTemporaryFile("w", prefix="strata-docs-", suffix=".sh")
        self.end = f"end-of-command-{os.urandom(8).hex()}"
        self.process = subprocess.Popen(
            ["bash", "--norc", "--noprofile"], cwd=folder, env=environment, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)
        self.status = 0

    def run(self, command):
        """Returns a command's output, errors in between, and its exit status."""
        self.script.seek(0)
        self.script.truncate()
        self.script.write(command + "\n")
        self.script.flush()
        line = (f"(exit {self.status}); source {self.script.name} </dev/null; "
                f"printf '{self.end} %d\\n' $?\n")
        self.process.stdin.write(line.encode())
        self.process.stdin.flush()
        output, self.status = self._await_end(command)
        return output, self.status

    def _await_end(self, command):
        got, deadline = b"", time.monotonic() + SECONDS
        mark = self.end.encode() + b" "
        while not (mark in got and got.endswith(b"\n")):
            if not select.select([self.process.stdout], [], [], max(0, deadline - time.monotonic()))[0]:
                os.killpg(self.process.pid, signal.SIGKILL)
                raise ShellError(f"takes longer than {SECONDS} s: {command}\n{got.decode(errors='replace')}")
            more = os.read(self.process.stdout.fileno(), 65536)
            if not more:
                raise ShellError(f"ended the shell: {command}\n{got.decode(errors='replace')}")
            got += more
        output, _, status = got.rpartition(mark)
        return output.decode(errors="replace"), int(status)

    def close(self):
        with contextlib.suppress(OSError):
            self.process.stdin.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
        self.script.close()
