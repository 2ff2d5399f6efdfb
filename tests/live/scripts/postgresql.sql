--liquibase formatted sql

--changeset test:functions dbms:postgresql
create function f_touch() returns trigger language plpgsql as $$
begin
  -- it's inside;
  new.body := coalesce(new.body, ';');
  return new;
end $$;
create trigger tr_touch before insert on note for each row execute function f_touch(); -- done;
create function f_sum(a int, b int) returns int begin atomic select 1; select a + b; end;
create procedure p_case(inout a int) begin atomic select case when a > 1 then 2 else 3 end; end;
create rule r_note as on update to note where new.id = 99 do also (insert into note (id) values (98); select 1);
do $x$ begin perform 'a\b'; insert into note (id, body) values (30, E'it\'s;\n'); end $x$;
--rollback drop rule r_note on note;
--rollback drop procedure p_case; drop function f_sum; drop trigger tr_touch on note; drop function f_touch;
--rollback delete from note where id = 30;

--changeset test:slices dbms:postgresql
create table slice (a int[], host int, n int);
insert into slice values ('{1,2,3}', 2, 1), ('{4,5}'::int[], 1, 2);
update slice set a = a[1:host], n = (select count(*) from slice where a[1:n] <> '{}');
--rollback drop table slice;

--changeset test:rows dbms:postgresql
create table dump (id int, s text);
copy dump (id, s) from stdin;
1	it's; $$ \\ -- x
2	\N
3	--rollback
\.
create table dump2 as table dump;
--rollback drop table dump2; drop table dump;

--changeset test:transaction dbms:postgresql
set local search_path to public;
lock table dump in exclusive mode;
create temporary table moved (id int) on commit drop;
insert into moved select id from dump;
savepoint a;
insert into dump select id + 10, 'moved' from moved;
rollback to savepoint a;
insert into dump select id + 20, 'moved' from moved;
--rollback delete from dump where id > 20;

--changeset test:deferred dbms:postgresql
create table parent (id int primary key);
create table child (id int primary key, parent int references parent deferrable);
set constraints all deferred;
insert into child values (1, 7);
insert into parent values (7);
--rollback drop table child; drop table parent;

--changeset test:alone dbms:postgresql runInTransaction:false
create index concurrently ix_dump on dump (id);
--rollback drop index concurrently ix_dump;
