--liquibase formatted sql
--changeset mia:1
create function f() returns int as $a$
select 1;
