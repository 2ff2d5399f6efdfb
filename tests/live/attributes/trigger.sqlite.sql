create trigger tr_file after insert on child begin update child set code = trim(code) where id = new.id; end
