-- rows
delete from ${references}child where id > 93
/
delete from ${references}child where id > 94
