// How a database cuts SQL text into tokens, as far as splitting statements and quoting need it.
// Plain data.
#pragma once

#include <cstdint>

namespace strata::sql {

// Which statements hold others, so that a semicolon inside ends none of the outer ones.
enum class Bodies : std::uint8_t {
  None,
  Triggers,  // BEGIN ... END of CREATE TRIGGER (SQLite)
  Atomic,    // BEGIN ATOMIC ... END of functions, rules with several commands (PostgreSQL)
  Programs,  // triggers, routines and events with BEGIN, IF, CASE, LOOP, WHILE, REPEAT (MySQL)
};

struct LexicalRules {
  char identifier_quote = '"';
  bool backslash_escapes = false;      // in 'strings' (MySQL)
  bool double_quoted_strings = false;  // "text" is a string (MySQL)
  bool backtick_identifiers = false;   // `name`
  bool bracket_identifiers = false;    // [name] (SQLite)
  bool dollar_quotes = false;          // $tag$ ... $tag$ (PostgreSQL)
  bool escape_strings = false;         // E'...' (PostgreSQL)
  bool nested_comments = false;        // /* /* */ */ (PostgreSQL)
  bool open_comments = false;          // the last one may lack its end (SQLite)
  bool hash_comments = false;          // # to the end of the line (MySQL)
  bool executed_comments = false;      // the server runs what is in /*! ... */ (MySQL)
  bool delimiter_commands = false;     // DELIMITER $$ (the mysql client)
  bool copy_blocks = false;            // rows behind COPY ... FROM stdin, \commands (psql)
  Bodies bodies = Bodies::None;
};

}  // namespace strata::sql
