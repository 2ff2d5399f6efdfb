create trigger ${references}tr_file before insert on ${references}child for each row set new.code = trim(new.code)
