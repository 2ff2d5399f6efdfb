--liquibase formatted sql
--property value:x
--changeset mia:1
select 1;
