create or replace function f_touch() returns trigger language plpgsql as $$
begin
  new.code := trim(new.code);
  return new;
end $$
