--liquibase formatted sql
--property name:a value:AA
--property name:b value:x${:a}y
--changeset me:1
select '${:a} ${ :a} ${: a } ${a} ${b} ${:nope} ${nope}';
