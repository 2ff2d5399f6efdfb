--liquibase formatted sql logicalFilePath:db
--changeset me:1 labels:one
--comment the first
create table person (id int, name varchar(20)); -- people
insert into person values (1, 'a;b');
--rollback drop table person;

--changeset me:2
--preconditions onFail:MARK_RAN onSqlOutput:TEST
--precondition-sql-check expectedResult:5 select count(*) from person
delete from person
