--liquibase formatted sql
--changeset mia:1
--ignoreLines:start
select 1;
