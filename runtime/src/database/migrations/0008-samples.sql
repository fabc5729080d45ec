-- What is kept with a flow to try it, apart from its versions.

create table sample (
  id uuid primary key,
  flow_id text not null,
  name text not null,
  content_type text not null,
  headers json not null,
  body bytea not null,
  -- The execution that it was taken from; it may be gone.
  created_from uuid,
  updated_at timestamptz not null default now()
);

create index sample_by_flow on sample (flow_id, name);

-- What a node sends out instead of being run: [{ port, contentType, headers, body: { text } or { base64 } }].
create table pin (
  flow_id text not null,
  node_id text not null,
  outputs json not null,
  updated_at timestamptz not null default now(),
  primary key (flow_id, node_id)
);

-- Executions outlive their flow: a flow that is made anew under its id must not give one of its versions to them.
create table deleted_flow (
  id text primary key,
  last_version integer not null,
  deleted_at timestamptz not null default now()
);
