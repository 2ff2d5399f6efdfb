-- statements from a file
insert into notes (a, b) values (4, 'it''s'); /* a comment; with a semicolon */
update notes set b = 'changed' where a = 3;
