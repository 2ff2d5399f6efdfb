--liquibase formatted sql
--changeset
select 1;
