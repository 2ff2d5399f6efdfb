insert into parent (code) values ('${value}');
