create or replace procedure p_count() language sql as 'select 1';
