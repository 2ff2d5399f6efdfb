"""What the tests of packages share: the files that were built, roots with a sample changelog, and a migration back and forth."""

import atexit
import functools
import os
import pathlib
import shutil

from databases import Database
from image import Image

SOURCE = pathlib.Path(__file__).resolve().parents[2]
PACKAGES = pathlib.Path(os.environ["STRATA_PACKAGES"]).resolve()
BASE = PACKAGES.parent / "clean-root.tar"
HOME = "/srv/deploy user"


def one(pattern):
    found = list(PACKAGES.glob(pattern))
    if len(found) != 1:
        raise AssertionError(f"{len(found)} files {PACKAGES}/{pattern}")
    return found[0]


def program():
    """The program that is one file."""
    return one("strata-[0-9]*-static")


@functools.cache
def _image():
    """The image, and why it could not be made: it is tried once."""
    try:
        made = Image(BASE, PACKAGES)
    except AssertionError as failure:
        return None, failure
    atexit.register(made.root.remove)
    return made, None


def image():
    """The image of the Dockerfile, which is removed with the process."""
    made, failure = _image()
    if failure:
        raise failure
    return made


def with_shop(root):
    """A folder of the user's, with the sample changelog in it."""
    shutil.copytree(SOURCE / "changelogs/shop", root.folder(HOME) / "shop")


def migrate(root, strata, url, env=None):
    """Forth, forth again with nothing to do, back to the tag, and forth."""
    def run(*arguments):
        return root.run(strata, "--search-path=shop", "--changelog-file=db.changelog.yaml", f"--url={url}", "--contexts=dev",
                        *arguments, cwd=HOME, env=env)
    steps = [run("update"), run("update"), run("rollback", "--tag=v1.0"), run("status"), run("update")]
    for text, expected in zip(steps, ["changesets applied", "nothing to do", "rolled back", "have not been applied", "applied"]):
        if expected not in text:
            raise AssertionError(f"no '{expected}' in: {text}")


def migrate_server(root, strata, kind):
    with Database(kind) as database:
        migrate(root, strata, database.url, database.environment())


def migrate_sqlite(root, strata):
    migrate(root, strata, "jdbc:sqlite:shop.db")
    (root.folder(HOME) / "shop.db").unlink()
