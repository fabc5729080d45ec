-- Poison messages: an execution that brings its process down is not handed on for ever.

-- Times in a row that the process which worked on it died. A settlement begins anew.
alter table execution add column handovers smallint not null default 0;

-- Those that are leased one at a time (see lease.ts).
create index execution_suspect on execution (due_at) where handovers >= 2;
