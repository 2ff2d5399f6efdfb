-- where books stand
create table shelf (id int);
insert into shelf (id) values (1);
