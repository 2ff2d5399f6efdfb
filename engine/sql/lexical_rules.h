// How a database cuts SQL text into tokens, as far as splitting statements and quoting need it.
// Plain data.
#pragma once

namespace strata::sql {

struct LexicalRules {
  char identifier_quote = '"';
  bool backslash_escapes = false;      // in 'strings' (MySQL)
  bool double_quoted_strings = false;  // "text" is a string (MySQL)
  bool backtick_identifiers = false;   // `name`
  bool bracket_identifiers = false;    // [name] (SQLite)
  bool dollar_quotes = false;          // $tag$ ... $tag$ (PostgreSQL)
  bool escape_strings = false;         // E'...' (PostgreSQL)
  bool nested_comments = false;        // /* /* */ */ (PostgreSQL)
  bool hash_comments = false;          // # to the end of the line (MySQL)
  bool compound_bodies = false;  // BEGIN ... END in CREATE TRIGGER and the like holds semicolons
};

}  // namespace strata::sql
