--liquibase formatted sql
--changeset mia: 1
select 1;
