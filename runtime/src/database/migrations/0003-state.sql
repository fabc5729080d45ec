-- What outlasts a run: state of nodes, messages they hold, deliveries that wait for their connection, what sources have seen.

-- The port of source_node that a message comes from: nodes that release messages have several.
alter table message add column source_port text not null default 'out';

-- The connection whose deliveries are held, for an execution that waits for it.
alter table execution add column held_by text;
create index execution_held on execution (held_by, id) where held_by is not null;

-- The run of the same execution that this one undoes.
alter table node_run add column undoes integer;

-- What a stateful node keeps under a key.
create table node_state (
  flow_id text not null,
  node_id text not null,
  key text not null,
  -- The version whose node wrote it, and which is asked when it expires.
  flow_version integer not null,
  state json not null,
  expires_at timestamptz,
  primary key (flow_id, node_id, key)
);

create index node_state_expiry on node_state (expires_at) where expires_at is not null;

-- A message that a node holds until it lets it go on.
create table held_message (
  flow_id text not null,
  node_id text not null,
  key text not null,
  sequence double precision not null,
  execution_id uuid not null,
  run integer not null,
  message_id text not null,
  correlation_id text not null,
  causation_id text,
  content_type text not null,
  headers json not null,
  body bytea not null,
  primary key (flow_id, node_id, key, sequence, execution_id, run)
);

-- What the change of a state emitted: a run that is tried again after a crash changes nothing and emits the same.
create table node_effect (
  execution_id uuid not null,
  run integer not null,
  outputs json not null,
  output bytea not null,
  primary key (execution_id, run)
);

-- How far a polling source has come, and the process that polls it.
create table source_cursor (
  flow_id text not null,
  node_id text not null,
  owner bigint,
  cursor json,
  primary key (flow_id, node_id)
);
