-- Connections: systems that nodes work with, apart from flows.

create table connection (
  id text primary key,
  -- A kind of connection, such as http.
  type text not null,
  name text not null,
  description text,
  -- normal, hold (deliveries are parked), drain (what is parked goes out at drain_rate a second).
  mode text not null default 'normal',
  drain_rate double precision,
  -- Up to when what is parked was let go at that rate.
  drained_at timestamptz,
  mode_since timestamptz not null default now(),
  mode_note text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- What a connection is in one environment: its settings, and how it fares.
create table connection_environment (
  connection_id text not null references connection (id) on delete cascade,
  environment text not null,
  -- Counts changes of settings and limits: clients are opened anew.
  revision integer not null default 1,
  -- Without secrets.
  settings json not null,
  -- { "/auth/password": { version, envelope } }: by JSON pointer, encrypted.
  secrets json not null,
  limits json not null,
  updated_at timestamptz not null default now(),
  -- closed; open until circuit_until; half-open: one process tries a delivery and says until circuit_until how it went.
  circuit text not null default 'closed',
  circuit_until timestamptz,
  -- Times it was opened in a row.
  circuit_trips integer not null default 0,
  -- The last probe; probed_at is set by who begins one.
  health json,
  probed_at timestamptz,
  primary key (connection_id, environment)
);
