--liquibase formatted sql
select 1;
--changeset mia:1
select 1;
