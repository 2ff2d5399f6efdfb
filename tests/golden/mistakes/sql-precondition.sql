--liquibase formatted sql
--changeset mia:1
--preconditions onFail:HALT
--precondition-sql-check select
select 1;
