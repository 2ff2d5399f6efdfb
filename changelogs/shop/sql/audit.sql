-- Append-only; the application never updates or deletes a row.
create table audit_log (
  actor varchar(80) not null,
  action varchar(60) not null,
  details varchar(400),
  happened_at timestamp default current_timestamp
);

create index ix_audit_log_action on audit_log (action, happened_at);
