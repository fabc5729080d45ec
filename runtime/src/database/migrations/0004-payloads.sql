-- Payloads apart from metadata, both partitioned by the day on which they expire, whatever the flow's retention: dropping
-- the partition of a day drops exactly what expires then. An execution knows its two days, so look-ups touch one
-- partition. Everything that belongs to an execution is kept under its id: what is repeated gets copies of its own.

-- The day of an instant, by which things expire.
create function utc_day(at timestamptz) returns date immutable parallel safe language sql
  return (at at time zone 'UTC')::date;

-- The body of a message (under the id of its execution), or what node runs that were settled together sent out.
create table payload (
  expires_on date not null,
  id uuid not null,
  body bytea not null,
  primary key (id, expires_on)
) partition by range (expires_on);

create table payload_default partition of payload default;

-- Bodies that are there already keep their compression. Servers built without lz4 keep the default.
do $$
begin
  alter table payload alter column body set compression lz4;
  alter table payload_default alter column body set compression lz4;
exception when feature_not_supported then
  raise notice 'This server has no lz4: payloads use its default compression.';
end $$;

-- What is there already is kept as long as a flow keeps it that says nothing.
alter table execution add column expires_on date, add column payload_expires_on date;
update execution set
  expires_on = greatest(utc_day(accepted_at + interval '90 days'), utc_day(now() + interval '7 days')),
  payload_expires_on = greatest(utc_day(accepted_at + interval '30 days'), utc_day(now() + interval '7 days'));
alter table execution alter column expires_on set not null, alter column payload_expires_on set not null;

-- A message for each execution, so that one that repeats another can outlive it.
insert into payload (expires_on, id, body)
select e.payload_expires_on, e.id, m.body
from execution e join message m on m.id = e.message_id where octet_length(m.body) > 0;
alter table message drop column body;
create table message_of_execution (
  like message including defaults,
  execution_id uuid not null,
  expires_on date not null,
  -- Bytes of the body; it lies in payload under the execution's id unless there are none.
  size integer not null
) partition by range (expires_on);
create table message_of_execution_default partition of message_of_execution default;
insert into message_of_execution
select m.*, e.id, e.expires_on, coalesce(octet_length(p.body), 0)
from execution e join message m on m.id = e.message_id
left join payload p on p.id = e.id and p.expires_on = e.payload_expires_on;
drop table message;
alter table message_of_execution rename to message;
alter table message_of_execution_default rename to message_default;
alter table message add primary key (execution_id, expires_on);

-- A payload holds the bodies of all node runs that were settled together, one after the other.
alter table node_run add column payload_id uuid;
update node_run set payload_id = gen_random_uuid() where octet_length(output) > 0;
insert into payload (expires_on, id, body)
select e.payload_expires_on, r.payload_id, r.output
from node_run r join execution e on e.id = r.execution_id where r.payload_id is not null;
alter table node_run drop column output;
create table node_run_until (
  like node_run including defaults,
  -- Where the bodies of this run begin in the payload, in bytes from 0.
  payload_from integer,
  expires_on date not null
) partition by range (expires_on);
create table node_run_until_default partition of node_run_until default;
insert into node_run_until
select r.*, case when r.payload_id is not null then 0 end, e.expires_on
from node_run r join execution e on e.id = r.execution_id;
drop table node_run;
alter table node_run_until rename to node_run;
alter table node_run_until_default rename to node_run_default;
alter table node_run add primary key (execution_id, run, attempt, expires_on);

-- Whom the message is exchanged with: partners get fair shares of a flow.
alter table execution add column partner text;
drop index execution_ready;
create index execution_ready on execution (flow_id, coalesce(partner, ''), due_at)
  where owner is null and state in ('queued', 'waiting');
