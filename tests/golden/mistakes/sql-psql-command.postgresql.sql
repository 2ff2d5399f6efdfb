--liquibase formatted sql
--changeset mia:1
\set a 1
select 1;
