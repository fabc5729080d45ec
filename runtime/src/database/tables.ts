import type { CircuitState, ConnectionHealth, ConnectionLimits, ConnectionMode, PinnedOutput } from '@lineshaft/api';
import type { Generated, JSONColumnType } from 'kysely';
import type {
  Checkpoint,
  ErrorRecord,
  ExecutionError,
  ExecutionState,
  NodeRunState,
  OutputRecord,
} from '@lineshaft/flow';
import type { SealedSecret } from '../secrets/envelope.ts';

/** A json column: read as a value, written as text. */
type Json<Value extends object | null> = JSONColumnType<Value, string, string>;

export interface FlowTable {
  id: string;
  draft: Json<object>;
  draft_revision: Generated<number>;
  draft_saved_at: Generated<Date>;
  enabled: Generated<boolean>;
  current_version: number | null;
  created_at: Generated<Date>;
}

export interface FlowVersionTable {
  flow_id: string;
  version: number;
  definition: Json<object>;
  content_hash: string;
  note: string | null;
  published_at: Generated<Date>;
}

export interface WorkerTable {
  id: Generated<number>;
  name: string;
  roles: string[];
  started_at: Generated<Date>;
  beat_at: Generated<Date>;
  ended_at: Date | null;
}

export interface MessageTable {
  id: string;
  flow_id: string;
  source_node: string;
  source_port: Generated<string>;
  correlation_id: string;
  causation_id: string | null;
  content_type: string;
  headers: Json<Record<string, string>>;
  received_at: Generated<Date>;
  execution_id: string;
  expires_on: string;
  size: number;
}

export interface PayloadTable {
  expires_on: string;
  id: string;
  body: Buffer;
}

export interface ReceiptTable {
  scope: string;
  key: string;
  message_id: string;
  execution_id: string;
  correlation_id: string;
  body_hash: Buffer | null;
  expires_at: Date;
}

export interface ExecutionTable {
  id: string;
  flow_id: string;
  flow_version: number;
  message_id: string;
  correlation_id: string;
  state: ExecutionState;
  accepted_at: Generated<Date>;
  ended_at: Date | null;
  due_at: Generated<Date>;
  owner: number | null;
  lane_key: string | null;
  lane_seq: number | null;
  checkpoint: Json<Checkpoint> | null;
  error: Json<ExecutionError> | null;
  cancel_requested: Generated<boolean>;
  replay_of: string | null;
  held_by: string | null;
  handovers: Generated<number>;
  expires_on: string;
  payload_expires_on: string;
  partner: string | null;
}

export interface NodeRunTable {
  execution_id: string;
  run: number;
  attempt: number;
  node_id: string;
  state: NodeRunState;
  started_at: Date;
  duration_us: number;
  input_run: number | null;
  input_item: number | null;
  outputs: Json<OutputRecord[]>;
  error: Json<ErrorRecord> | null;
  undoes: number | null;
  payload_id: string | null;
  payload_from: number | null;
  expires_on: string;
}

export interface NodeStateTable {
  flow_id: string;
  node_id: string;
  key: string;
  flow_version: number;
  state: Json<object>;
  expires_at: Date | null;
}

export interface HeldMessageTable {
  flow_id: string;
  node_id: string;
  key: string;
  sequence: number;
  execution_id: string;
  run: number;
  message_id: string;
  correlation_id: string;
  causation_id: string | null;
  content_type: string;
  headers: Json<Record<string, string>>;
  body: Buffer;
}

export interface NodeEffectTable {
  execution_id: string;
  run: number;
  outputs: Json<OutputRecord[]>;
  output: Buffer;
}

export interface SourceCursorTable {
  flow_id: string;
  node_id: string;
  owner: number | null;
  cursor: Json<object> | null;
}

export interface LaneTable {
  flow_id: string;
  key: string;
  last_seq: number;
  open: number;
}

export interface BusinessKeyTable {
  name: string;
  value: string;
  execution_id: string;
}

export interface ConnectionTable {
  id: string;
  type: string;
  name: string;
  description: string | null;
  mode: Generated<ConnectionMode>;
  drain_rate: number | null;
  drained_at: Date | null;
  mode_since: Generated<Date>;
  mode_note: string | null;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

export interface ConnectionEnvironmentTable {
  connection_id: string;
  environment: string;
  revision: Generated<number>;
  settings: Json<Record<string, unknown>>;
  secrets: Json<Record<string, SealedSecret>>;
  limits: Json<ConnectionLimits>;
  updated_at: Generated<Date>;
  circuit: Generated<CircuitState>;
  circuit_until: Date | null;
  circuit_trips: Generated<number>;
  health: Json<ConnectionHealth> | null;
  probed_at: Date | null;
}

export interface SampleTable {
  id: string;
  flow_id: string;
  name: string;
  content_type: string;
  headers: Json<Record<string, string>>;
  body: Buffer;
  created_from: string | null;
  updated_at: Generated<Date>;
}

export interface PinTable {
  flow_id: string;
  node_id: string;
  outputs: Json<PinnedOutput[]>;
  updated_at: Generated<Date>;
}

export interface DeletedFlowTable {
  id: string;
  last_version: number;
  deleted_at: Generated<Date>;
}

export interface Tables {
  flow: FlowTable;
  flow_version: FlowVersionTable;
  worker: WorkerTable;
  message: MessageTable;
  payload: PayloadTable;
  receipt: ReceiptTable;
  execution: ExecutionTable;
  node_run: NodeRunTable;
  lane: LaneTable;
  business_key: BusinessKeyTable;
  node_state: NodeStateTable;
  held_message: HeldMessageTable;
  node_effect: NodeEffectTable;
  source_cursor: SourceCursorTable;
  connection: ConnectionTable;
  connection_environment: ConnectionEnvironmentTable;
  sample: SampleTable;
  pin: PinTable;
  deleted_flow: DeletedFlowTable;
}
