-- The ledger: what came in, what became of it, and who works on it. Ids are UUIDv7, so that they sort by time and the
-- big tables can be partitioned by id.

-- A process that takes messages or works on them. Its id is its epoch: every batch it writes takes a shared lock on
-- this row and finds ended_at still empty, or writes nothing (the fence).
create table worker (
  id bigint generated always as identity primary key,
  name text not null,
  roles text[] not null,
  started_at timestamptz not null default now(),
  beat_at timestamptz not null default now(),
  ended_at timestamptz
);

-- What came in. The body is kept as the bytes that came.
create table message (
  id uuid not null primary key,
  flow_id text not null,
  source_node text not null,
  correlation_id text not null,
  causation_id text,
  content_type text not null,
  headers json not null,
  body bytea not null,
  received_at timestamptz not null default now()
) partition by range (id);

create table message_default partition of message default;

-- Idempotent receiver: the answer that the second sender of the same key gets.
create table receipt (
  -- The flow.
  scope text not null,
  key text not null,
  message_id uuid not null,
  execution_id uuid not null,
  correlation_id text not null,
  -- SHA-256 of the body when the key came in a header: the same key with another body is the sender's mistake.
  body_hash bytea,
  expires_at timestamptz not null,
  primary key (scope, key)
);

create index receipt_expiry on receipt (expires_at);

-- One message through one published version.
create table execution (
  id uuid not null primary key,
  flow_id text not null,
  flow_version integer not null,
  message_id uuid not null,
  correlation_id text not null,
  state text not null,
  accepted_at timestamptz not null default now(),
  ended_at timestamptz,
  -- When it may be worked on (next).
  due_at timestamptz not null default now(),
  -- The worker that holds the lease.
  owner bigint,
  lane_key text,
  lane_seq bigint,
  -- Which node runs are due and where their inputs lie; null: not begun.
  checkpoint json,
  -- The last failure that counts: an ErrorRecord with nodeId.
  error json,
  cancel_requested boolean not null default false,
  -- The execution that this one repeats.
  replay_of uuid
) with (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);

create index execution_ready on execution (flow_id, due_at) where owner is null and state in ('queued', 'waiting');
create index execution_owned on execution (owner) where owner is not null;
create index execution_blocked on execution (flow_id, lane_key, lane_seq) where state = 'blocked';
create index execution_by_flow on execution (flow_id, id);
create index execution_by_state on execution (state, id) where state in ('blocked', 'waiting', 'dead-lettered', 'cancelled');
create index execution_replays on execution (message_id) where replay_of is not null;

-- One node, one attempt.
create table node_run (
  execution_id uuid not null,
  run integer not null,
  attempt integer not null,
  node_id text not null,
  state text not null,
  started_at timestamptz not null,
  duration_us bigint not null,
  -- The node run and item that the input came from; null: the message itself.
  input_run integer,
  input_item integer,
  -- [{port, contentType, headers, size}] in the order of the bodies in output; size null: the input, unchanged.
  outputs json not null,
  output bytea not null,
  error json,
  primary key (execution_id, run, attempt)
) partition by range (execution_id);

create table node_run_default partition of node_run default;

-- Order per key: exists only while the key has work.
create table lane (
  flow_id text not null,
  key text not null,
  last_seq bigint not null,
  -- Executions that are not through yet.
  open integer not null,
  primary key (flow_id, key)
);

-- How people find an execution. The correlation id is kept here too, under the name correlationId.
create table business_key (
  name text not null,
  value text not null,
  execution_id uuid not null,
  primary key (name, value, execution_id)
);

create index business_key_by_execution on business_key (execution_id);

-- lz4 costs a fraction of the default compression; servers built without it keep the default.
do $$
begin
  alter table message alter column body set compression lz4;
  alter table message_default alter column body set compression lz4;
  alter table node_run alter column output set compression lz4;
  alter table node_run_default alter column output set compression lz4;
exception when feature_not_supported then
  raise notice 'This server has no lz4: bodies use its default compression.';
end $$;
