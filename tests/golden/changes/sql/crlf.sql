insert into parent (id) values (1);
insert into parent (id)
values (2);
