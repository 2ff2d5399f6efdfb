--liquibase formatted sql
--changeset mia:1
--comments what it is for
select 1;
