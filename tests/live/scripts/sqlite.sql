--liquibase formatted sql

--changeset test:triggers dbms:sqlite
create table log (id integer primary key, [a;b] text, "c;d" text, `e;f` text);
create trigger tr_one after insert on note begin
  -- it's inside;
  insert into log ([a;b]) values (new.body || ';');
  update log set "c;d" = case when id > 1 then 'x' end;
end; -- done;
create trigger tr_when before delete on note when (select case when 1 then 1 end) begin select 1; end;
insert into note (id, body) values (50, 'logged');
--rollback drop trigger tr_one; drop trigger tr_when; drop table log; delete from note where id = 50;

--changeset test:deferred dbms:sqlite
create table parent (id int primary key);
create table child (id int primary key, parent int references parent);
pragma defer_foreign_keys = on;
insert into child values (1, 7);
insert into parent values (7);
--rollback drop table child; drop table parent;

--changeset test:open dbms:sqlite
insert into log ([a;b]) values ('#x
.quit
-- y'); /* never closed
--rollback delete from log where [a;b] like '#x%'
