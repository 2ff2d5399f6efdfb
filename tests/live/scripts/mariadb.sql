--liquibase formatted sql

--changeset test:programs dbms:mariadb
DELIMITER //
create procedure p_one(in n int)
begin
  # it's; a comment
  declare i int default 0; -- here, too;
  while i < n do
    set i = i + 1;
    if i = 2 then insert into note (id, body) values (40 + i, 'a//b\';'); end if;
  end while;
end//
create trigger tr_one before update on note for each row
begin
  /* one; */
  set new.body = concat(new.body, '');
  set new.id = new.id;
end//
DELIMITER ;
call p_one(3);
create function f_one() returns int deterministic return 1; -- 'one';
--rollback drop trigger tr_one; drop procedure p_one; drop function f_one; delete from note where id > 39;

--changeset test:comments dbms:mariadb
create table remark (id int, `se;mi` varchar(10) comment 'it''s;', csv_delimiter varchar(9),
delimiter varchar(5)); # last
insert into remark values (5--1, "a;b", ';', 'x'), (2, 'c\\', "d\"", '#'); -- ;
/*!50000 insert into remark (id) values (3) */;
/*M!100000 update remark set id = 4 where id = 3 */;
--rollback drop table remark # it's gone;

--changeset test:block dbms:mariadb
begin not atomic
  declare n int;
  select count(*) into n from note;
  insert into remark (id) values (50); insert into remark (id) values (51);
end;
--rollback delete from remark where id in (50, 51)

--changeset test:ended dbms:mariadb splitStatements:false
create procedure p_ended() begin select '$$'; select '$$$'; end;
--rollback drop procedure p_ended
