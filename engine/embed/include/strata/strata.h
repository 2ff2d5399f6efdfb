/* Strata within a program: the C interface, which is its stable binary interface, and for C++ the
 * classes of strata.hpp, which are made of it.
 *
 * Threads: a migration is used by one thread at a time, different ones by different threads at
 * once; strata_cancel() may be called from any thread. Callbacks are called on the thread that
 * runs the call. Nothing is printed, no signal is handled, the process is never ended, and no
 * exception leaves a function.
 *
 * Texts are UTF-8 and end with NUL. Those that come out belong to the object they came from and
 * live as long as it does. Every function that can fail returns NULL or an error, which is freed
 * with strata_error_free(). All free functions take NULL.
 */
#ifndef STRATA_STRATA_H
#define STRATA_STRATA_H

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define STRATA_API __attribute__((visibility("default")))
#else
#define STRATA_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Of this interface. Functions, enumerators and members at the end of strata_observer are added
 * without a new number. */
#define STRATA_ABI_VERSION 1

/* "0.1.0", of the library that is loaded. */
STRATA_API const char* strata_version(void);
STRATA_API int strata_abi_version(void);

/* A database, a changelog, and what is to be known of both. */
typedef struct strata_migration strata_migration;
typedef struct strata_report strata_report;
typedef struct strata_error strata_error;

/* ---- Errors ------------------------------------------------------------------------------- */

/* The numbers are the exit statuses of the strata program. */
typedef enum strata_kind {
  STRATA_INTERNAL = 1,  /* a defect of Strata */
  STRATA_USAGE = 2,     /* wrong setting, wrong URL */
  STRATA_CHANGELOG = 3, /* the changelog is invalid; nothing was executed */
  STRATA_CHECKSUM = 4,  /* an executed changeset was edited */
  STRATA_SQL = 5, /* the database refused a statement, or a program that a change runs failed */
  STRATA_CONNECTION = 6, /* no connection, or it was lost */
  STRATA_LOCK = 7,       /* somebody else holds the lock */
  STRATA_ROLLBACK = 8,   /* something cannot be rolled back, or no such tag, count or date */
  STRATA_STOPPED = 9,    /* a `stop` change ended the run */
  STRATA_PRECONDITION = 10,
  STRATA_HALF_DONE =
      12, /* of a changeset only a part ran, and a person has to say how it goes on */
  STRATA_INTERRUPTED = 130 /* strata_cancel() */
} strata_kind;

/* One mistake in a changelog. Lines and columns count from 1; 0 is unknown. */
typedef struct strata_mistake {
  const char* path;
  uint32_t line;
  uint32_t column;
  uint32_t length;
  int is_warning;
  const char* message;
  const char* hint; /* "" if there is none */
  const char* source_line;
} strata_mistake;

STRATA_API strata_kind strata_error_kind(const strata_error* error);
STRATA_API const char* strata_error_message(const strata_error* error);
/* What to do about it; "" if nothing is known. */
STRATA_API const char* strata_error_hint(const strata_error* error);
/* All of it as the program prints it: places, lines, carets, SQL, hints; without passwords. */
STRATA_API const char* strata_error_text(const strata_error* error);
/* The statement that was refused, and what the server said; "" and 0 where there is none. */
STRATA_API const char* strata_error_statement(const strata_error* error);
STRATA_API const char* strata_error_sqlstate(const strata_error* error);
STRATA_API int64_t strata_error_vendor_code(const strata_error* error);
STRATA_API size_t strata_error_mistake_count(const strata_error* error);
STRATA_API strata_mistake strata_error_mistake(const strata_error* error, size_t index);
STRATA_API void strata_error_free(strata_error* error);

/* ---- Setting up ---------------------------------------------------------------------------- */

/* NULL only if there is no memory. */
STRATA_API strata_migration* strata_new(void);
STRATA_API void strata_free(strata_migration* migration);

/* A setting by its name on the command line, without the dashes: "url", "username", "password",
 * "password-file", "changelog-file", "search-path", "contexts", "label-filter", "lock-wait",
 * "lock-timeout", "single-transaction" ("true") and so on. */
STRATA_API strata_error* strata_set(strata_migration* migration, const char* name,
                                    const char* value);
/* A changelog parameter, ${name}. */
STRATA_API strata_error* strata_set_parameter(strata_migration* migration, const char* name,
                                              const char* value);

/* Files of the changelog that are in memory. With one of them, none is read from folders. */
typedef struct strata_file {
  const char* path;
  const void* data;
  size_t size;
} strata_file;
typedef struct strata_files {
  const strata_file* files;
  size_t count;
} strata_files;
/* The bytes are copied. */
STRATA_API strata_error* strata_add_files(strata_migration* migration, const strata_files* files);

/* Goes over a session of the program's instead of "url". `database` is "postgresql" (a PGconn*),
 * "sqlite" (a sqlite3*), "mysql" or "mariadb" (a sql::Connection* of MySQL Connector/C++). It must
 * have no open transaction, live as long as the migration is used, and not be used by others
 * during a call. It stays open. strata_cancel() cannot break a statement of MySQL's over it. */
STRATA_API strata_error* strata_adopt(strata_migration* migration, const char* database,
                                      void* session);

/* A driver in a shared library, or all those in a folder. */
STRATA_API strata_error* strata_add_driver(strata_migration* migration, const char* path);
/* One that is in the program: what its strata_driver_module() returns. */
STRATA_API strata_error* strata_add_driver_entry(strata_migration* migration, const void* entry);

/* ---- Hearing of a run ---------------------------------------------------------------------- */

typedef struct strata_change_set {
  const char* path;
  const char* id;
  const char* author;
} strata_change_set;

typedef enum strata_level { STRATA_INFO = 1, STRATA_WARNING = 2 } strata_level;

/* Callbacks; those that are NULL are not called. Their arguments live until they return. */
typedef struct strata_observer {
  size_t size; /* sizeof(strata_observer) */
  void* user;  /* the first argument of each */
  /* Number `index`, from 1, of `total`. */
  void (*change_set_starts)(void* user, const strata_change_set* change_set, size_t index,
                            size_t total);
  void (*rollback_starts)(void* user, const strata_change_set* change_set, size_t index,
                          size_t total);
  void (*statement_ended)(void* user, const char* sql, int64_t rows, int64_t milliseconds);
  /* So many rows of a file so far. */
  void (*rows_loaded)(void* user, const char* path, int64_t rows);
  /* Somebody else has the lock; about once a second. */
  void (*waiting_for_lock)(void* user, const char* holder, const char* since, int64_t seconds_left);
  void (*message)(void* user, strata_level level, const char* text);
} strata_observer;

/* The structure is copied. */
STRATA_API strata_error* strata_set_observer(strata_migration* migration,
                                             const strata_observer* observer);

/* ---- customChange -------------------------------------------------------------------------- */

typedef struct strata_custom strata_custom;

/* The value of a parameter; NULL if it has none. */
STRATA_API const char* strata_custom_parameter(const strata_custom* custom, const char* name);
/* Runs statements within the changeset's transaction, or prints them into a script. 0, or not if
 * that failed: the function returns then. */
STRATA_API int strata_custom_execute(strata_custom* custom, const char* sql);
/* Whether there is a database; else only a script is made. */
STRATA_API int strata_custom_is_live(const strata_custom* custom);
/* Makes the changeset fail. */
STRATA_API void strata_custom_fail(strata_custom* custom, const char* message);

typedef void (*strata_custom_function)(void* user, strata_custom* custom);

/* What stands for a Java class. `undo` may be NULL. */
STRATA_API strata_error* strata_add_custom_change(strata_migration* migration,
                                                  const char* class_name,
                                                  strata_custom_function execute,
                                                  strata_custom_function undo, void* user);

/* ---- Running -------------------------------------------------------------------------------- */

/* Each call opens a session and closes it. `report` may be NULL; else it gets a report also with an
 * error, of what was done before, or NULL if nothing began. */

/* STRATA_PENDING and STRATA_SKIPPED of an update. Takes no lock, changes nothing. */
STRATA_API strata_error* strata_plan(strata_migration* migration, strata_report** report);
/* STRATA_APPLIED (the whole history), STRATA_PENDING, and STRATA_UNEXPECTED: in the history, but
 * not in the changelog. Takes no lock, changes nothing, and tolerates edited changesets. */
STRATA_API strata_error* strata_status(strata_migration* migration, strata_report** report);
STRATA_API strata_error* strata_validate(strata_migration* migration);
STRATA_API strata_error* strata_update(strata_migration* migration, strata_report** report);
STRATA_API strata_error* strata_update_count(strata_migration* migration, size_t count,
                                             strata_report** report);
STRATA_API strata_error* strata_update_to_tag(strata_migration* migration, const char* tag,
                                              strata_report** report);
/* The SQL that strata_update() would run: strata_report_sql(). */
STRATA_API strata_error* strata_update_sql(strata_migration* migration, strata_report** report);
STRATA_API strata_error* strata_rollback_count(strata_migration* migration, size_t count,
                                               strata_report** report);
STRATA_API strata_error* strata_rollback_to_tag(strata_migration* migration, const char* tag,
                                                strata_report** report);
/* "2026-01-31 18:00:00", in the database's time zone. */
STRATA_API strata_error* strata_rollback_to_date(strata_migration* migration, const char* date,
                                                 strata_report** report);
STRATA_API strata_error* strata_tag(strata_migration* migration, const char* tag);

/* Stops the call that runs at the next safe point, and where that is sooner breaks the running
 * statement; every later one ends with STRATA_INTERRUPTED. From any thread. */
STRATA_API void strata_cancel(strata_migration* migration);

/* ---- Reports -------------------------------------------------------------------------------- */

typedef enum strata_list {
  STRATA_APPLIED = 1, /* also what was rolled back, by a rollback */
  STRATA_PENDING = 2,
  STRATA_SKIPPED = 3,
  STRATA_TOLERATED = 4, /* failed, with failOnError: false */
  STRATA_IN_DOUBT = 5,  /* the connection was lost while it was committed */
  STRATA_UNEXPECTED = 6
} strata_list;

typedef struct strata_item {
  strata_change_set change_set;
  /* EXECUTED, RERAN and so on of what was applied, else why it is in the list. */
  const char* text;
  int64_t milliseconds;
} strata_item;

STRATA_API size_t strata_report_count(const strata_report* report, strata_list list);
STRATA_API strata_item strata_report_item(const strata_report* report, strata_list list,
                                          size_t index);
STRATA_API const char* strata_report_sql(const strata_report* report);
STRATA_API void strata_report_free(strata_report* report);

#ifdef __cplusplus
}
#include "strata/strata.hpp"
#endif

#endif
