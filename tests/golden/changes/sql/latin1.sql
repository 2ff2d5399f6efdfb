insert into parent (code) values ('café');
