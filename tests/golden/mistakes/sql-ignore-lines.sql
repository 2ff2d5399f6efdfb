--liquibase formatted sql
--changeset mia:1
--ignoreLines:few
select 1;
