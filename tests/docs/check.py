#!/usr/bin/env python3
"""Executes every snippet of documents, and checks what they name; docs/development.md describes the markers.

usage: check.py --strata PROGRAM [--source FOLDER] DOCUMENT...    (documents relative to the folder)
Prints each mistake as DOCUMENT:LINE: and ends with 1 if there is one.
"""
import argparse
import os
import shutil
import sys
import tempfile

import databases
import markdown
from checkout import Checkout
from markdown import DocumentError
from names import Names
from shell import Shell
from treatments import Treatments, speaks_of_servers

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def environment_in(folder, strata):
    """A user's who has Strata, and the reference's name for it, in the path and nothing else of note."""
    programs, home = os.path.join(folder, "bin"), os.path.join(folder, "home")
    os.mkdir(programs)
    os.mkdir(home)
    for name in ("strata", "liquibase"):
        os.symlink(strata, os.path.join(programs, name))
    kept = {name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")}
    return dict(kept, PATH=f"{programs}:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", HOME=home, TZ="UTC",
                LC_ALL="C.UTF-8", USER="ann", STRATA_SOURCE=SOURCE)


def servers_for(document, source, home):
    text = "\n".join(block.text + " ".join(block.markers.values()) for block in document.blocks)
    if not speaks_of_servers(text):
        return None
    environment = databases.with_tls(source) if databases.TLS.search(text) else os.environ
    missing = [name for name in databases.NEEDED if name not in environment]
    if missing:
        raise DocumentError(1, f"it needs servers: {', '.join(missing)} is not set (./dev test starts them)")
    return databases.Databases(environment, home)


def run_blocks(document, folder, checkout, servers):
    """The mistakes of its blocks; goes on behind one, so that one run tells as much as it can."""
    work = os.path.join(folder, "work")
    os.mkdir(work)
    if servers and servers.certificate:
        shutil.copy(servers.certificate, os.path.join(work, "db-ca.pem"))
    shell = Shell(work, checkout.environment)
    treatments = Treatments(shell, work, checkout, servers)
    mistakes = []
    for block in document.blocks:
        mistakes += treatments.treat(block)
        if shell.process.poll() is not None:
            break
    mistakes += treatments.finish()
    shell.close()
    return mistakes, treatments.counts


def check(path, strata, source=SOURCE):
    """Returns the mistakes of a document as (line, text), and how many blocks got which treatment."""
    with open(os.path.join(source, path), encoding="utf-8") as file:
        text = file.read()
    servers = None
    with tempfile.TemporaryDirectory(prefix="strata-docs-") as folder:
        try:
            document = markdown.parse(text)
            checkout = Checkout(source, environment_in(folder, strata))
            servers = servers_for(document, source, checkout.environment["HOME"])
            mistakes, counts = run_blocks(document, folder, checkout, servers)
            mistakes += Names(checkout).complaints(path, document)
        except DocumentError as error:
            return [(error.line, str(error))], {}
        finally:
            if servers:
                servers.close()
    return sorted(mistakes), counts


def main(words):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--strata", required=True)
    parser.add_argument("--source", default=SOURCE)
    parser.add_argument("documents", nargs="+")
    arguments = parser.parse_args(words)
    failed = False
    for path in arguments.documents:
        mistakes, counts = check(path, os.path.abspath(arguments.strata), arguments.source)
        for line, text in mistakes:
            print(f"{path}:{line}: {text}\n")
        told = ", ".join(f"{count} {name}" for name, count in sorted(counts.items())) or "no blocks"
        print(f"{path}: {told}; {len(mistakes)} mistakes")
        failed = failed or bool(mistakes)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
