"""The changelogs and CSV files that are measured with; the same bytes each time."""

import pathlib

CHANGE_SET = """\
  - changeSet:
      id: {n}
      author: bench
      changes:
        - createTable:
            tableName: item_{n:05}
            columns:
              - column:
                  name: id
                  type: bigint
                  constraints:
                    primaryKey: true
              - column:
                  name: name
                  type: varchar(100)
                  constraints:
                    nullable: false
        - createIndex:
            indexName: item_{n:05}_name
            tableName: item_{n:05}
            columns:
              - column:
                  name: name
"""

LOAD = """\
databaseChangeLog:
  - changeSet:
      id: 1
      author: bench
      changes:
        - createTable:
            tableName: sale
            columns:
              - column: {{name: id, type: bigint}}
              - column: {{name: customer, type: varchar(200)}}
              - column: {{name: amount, type: "decimal(12,2)"}}
              - column: {{name: day, type: date}}
              - column: {{name: paid, type: boolean}}
  - changeSet:
      id: 2
      author: bench
      changes:
        - loadData:
            tableName: sale
            file: {csv}
            columns:
              - column: {{name: id, type: numeric}}
              - column: {{name: customer, type: string}}
              - column: {{name: amount, type: numeric}}
              - column: {{name: day, type: date}}
              - column: {{name: paid, type: boolean}}
"""

SALE = "create table sale (id bigint, customer varchar(200), amount decimal(12,2), day date, paid boolean);\n"
INSERT_ROWS = 500


def sale(n: int) -> tuple:
    """Row n, about 90 bytes as CSV."""
    customer = f"customer {n * 7919 % 1_000_003} of the branch in street {n % 977} at the old town wall"
    return n, customer, f"{n * 31 % 99_991}.{n % 100:02}", f"20{n % 24:02}-{n % 12 + 1:02}-{n % 28 + 1:02}", n % 3 == 0


class Inputs:
    """Files below one folder, made when they are first asked for."""

    def __init__(self, folder: pathlib.Path):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def _make(self, name: str, parts) -> pathlib.Path:
        path = self.folder / name
        if not path.exists():
            unfinished = path.with_suffix(path.suffix + ".new")
            with open(unfinished, "w", encoding="utf-8") as file:
                file.writelines(parts())
            unfinished.rename(path)
        return path

    def changelog(self, count: int) -> pathlib.Path:
        """One file of `count` changesets, a table and an index each."""
        return self._make(f"{count}.yaml", lambda: _change_sets(range(1, count + 1)))

    def changelog_of_files(self, count: int, files: int) -> pathlib.Path:
        """A root file that includes `files` others, which hold `count` changesets together."""
        each = count // files
        names = [f"{count}-in-{files}-{i:03}.yaml" for i in range(files)]
        for i, name in enumerate(names):
            self._make(name, lambda i=i: _change_sets(range(i * each + 1, (i + 1) * each + 1)))
        return self._make(f"{count}-in-{files}.yaml", lambda: [
            "databaseChangeLog:\n", *(f"  - include: {{file: {name}}}\n" for name in names)])

    def csv(self, rows: int) -> pathlib.Path:
        def lines():
            yield "id,customer,amount,day,paid\n"
            for number, customer, amount, day, paid in map(sale, range(1, rows + 1)):
                yield f"{number},{customer},{amount},{day},{'true' if paid else 'false'}\n"
        return self._make(f"sale-{rows}.csv", lines)

    def load_changelog(self, rows: int) -> pathlib.Path:
        """Makes the table `sale` and loads the CSV of so many rows."""
        return self._make(f"load-{rows}.yaml", lambda: [LOAD.format(csv=self.csv(rows).name)])

    def inserts(self, rows: int) -> pathlib.Path:
        """The same as an SQL script: INSERTs of many rows in one transaction."""
        def lines():
            yield SALE + "begin;\n"
            for begin in range(1, rows + 1, INSERT_ROWS):
                values = (f"({n},'{customer}',{amount},'{day}',{'true' if paid else 'false'})" for
                          n, customer, amount, day, paid in map(sale, range(begin, min(begin + INSERT_ROWS, rows + 1))))
                yield f"insert into sale values {','.join(values)};\n"
            yield "commit;\n"
        return self._make(f"inserts-{rows}.sql", lines)

    def script(self, name: str, text: str) -> pathlib.Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path


def _change_sets(numbers):
    yield "databaseChangeLog:\n"
    for n in numbers:
        yield CHANGE_SET.format(n=n)
