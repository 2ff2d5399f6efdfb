create trigger tr_file before insert on ${references}child for each row execute function ${references}f_touch()
