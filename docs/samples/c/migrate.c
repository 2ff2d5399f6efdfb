/* Brings a database up to date: migrate URL CHANGELOG
 *
 *   cc migrate.c $(pkg-config --cflags --libs strata) -o migrate
 */
#include <stdio.h>
#include <strata/strata.h>

static void starts(void* user, const strata_change_set* change_set, size_t index, size_t total) {
  (void)user;
  printf("%zu of %zu: %s by %s\n", index, total, change_set->id, change_set->author);
}

/* Prints an error as the strata program does, and frees it. */
static int failed(strata_error* error) {
  if (error == NULL) return 0;
  fputs(strata_error_text(error), stderr);
  int status = (int)strata_error_kind(error);
  strata_error_free(error);
  return status;
}

static int migrate(strata_migration* migration, const char* url, const char* changelog) {
  strata_observer observer = {0};
  observer.size = sizeof observer;
  observer.change_set_starts = starts;
  int status = failed(strata_set(migration, "url", url));
  if (status == 0) status = failed(strata_set(migration, "changelog-file", changelog));
  if (status == 0) status = failed(strata_set_observer(migration, &observer));
  if (status != 0) return status;

  strata_report* report = NULL;
  status = failed(strata_update(migration, &report));
  if (report != NULL) {
    printf("%zu applied, %zu skipped\n", strata_report_count(report, STRATA_APPLIED),
           strata_report_count(report, STRATA_SKIPPED));
    strata_report_free(report);
  }
  return status;
}

int main(int argc, char** argv) {
  if (argc != 3) {
    fprintf(stderr, "usage: %s URL CHANGELOG\n", argv[0]);
    return STRATA_USAGE;
  }
  strata_migration* migration = strata_new();
  if (migration == NULL) return STRATA_INTERNAL;
  int status = migrate(migration, argv[1], argv[2]);
  strata_free(migration);
  return status;
}
