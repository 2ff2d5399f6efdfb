select id,
       name
from person
where name <> 'x'
