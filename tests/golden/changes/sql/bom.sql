insert into parent (code) values ('bom');
