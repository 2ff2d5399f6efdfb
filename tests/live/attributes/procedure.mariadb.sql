create procedure p_count()
begin
  select 1;
  select 2;
end
