--liquibase formatted sql
--changeset mia:1
--changeset mia:2
select 1;
