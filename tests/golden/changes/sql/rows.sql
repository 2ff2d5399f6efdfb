-- two rows
insert into parent (id) values (1);
insert into parent (code)
values ('a;b');
