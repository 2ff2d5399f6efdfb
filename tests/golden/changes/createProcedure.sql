create procedure p_file()
begin
  -- counts
  select count(*) from person;
end;
/
