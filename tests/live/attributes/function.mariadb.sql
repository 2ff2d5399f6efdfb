create function f_one() returns int deterministic return 1
