-- Flows: one draft each, and the versions published from it.

create table flow (
  id text primary key,
  -- Kept as text-preserving json: an invalid draft is saved as it was written.
  draft json not null,
  draft_revision integer not null default 1,
  draft_saved_at timestamptz not null default now(),
  enabled boolean not null default true,
  -- The version that new messages go through; null until the first publish.
  current_version integer,
  created_at timestamptz not null default now()
);

create table flow_version (
  flow_id text not null references flow (id),
  version integer not null,
  definition json not null,
  -- SHA-256 of the canonical text without layout, in hex: unchanged content is not published twice.
  content_hash text not null,
  note text,
  published_at timestamptz not null default now(),
  primary key (flow_id, version)
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'A published version is immutable: % % cannot be changed.', tg_table_name, old.flow_id;
end $$;

create trigger flow_version_is_immutable before update on flow_version
  for each row execute function refuse_change();
