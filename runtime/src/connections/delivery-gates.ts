import type { ConnectionMode, CircuitState } from '@lineshaft/api';
import type { ErrorCode } from '@lineshaft/flow';
import type { Outcome } from '../engine/run-node.ts';
import type { Circuits } from '../store/circuits.ts';
import type { ConnectionState } from '../store/connections.ts';
import type { Logger } from '../telemetry/log.ts';
import type { Admission, DeliveryGate } from '../worker/delivery-gate.ts';
import type { Share } from '../worker/slots.ts';
import { CircuitWindow, verdictOf } from './circuit-window.ts';
import { Throttle } from './throttle.ts';

export interface DeliveryGatesContext {
  circuits: Circuits;
  log: Logger;
  /** Database clock, milliseconds since 1970. */
  now: () => number;
  /** This process's part of shared limits. */
  share: () => Share;
}

interface Gate {
  mode: ConnectionMode;
  circuit: CircuitState;
  /** Database clock. */
  circuitUntil: number;
  readonly window: CircuitWindow;
  readonly throttle: Throttle;
  /** This process tries to be the one that makes the single delivery of a half-open circuit. */
  trying: boolean;
}

/** While somebody else's single delivery is under way, milliseconds. */
const othersTryMs = 1000;

const monotonic = () => performance.now();

/** What stands before the deliveries over each connection: its mode, its circuit and its limits, for all flows together. */
export class DeliveryGates implements DeliveryGate {
  readonly #context: DeliveryGatesContext;
  readonly #gates = new Map<string, Gate>();

  constructor(context: DeliveryGatesContext) {
    this.#context = context;
  }

  /** Brings this process in step with what was changed, here or in another one. */
  follow(states: readonly ConnectionState[]): void {
    const known = new Set(states.map(state => state.id));
    for (const id of this.#gates.keys()) if (!known.has(id)) this.#gates.delete(id);
    const share = this.#context.share();
    for (const { id, mode, environment } of states) {
      const gate = this.#gates.get(id) ?? newGate();
      this.#gates.set(id, gate);
      gate.mode = mode;
      const circuit = environment?.circuit ?? 'closed';
      if (circuit === 'closed' && gate.circuit !== 'closed') gate.window.reset();
      gate.circuit = circuit;
      gate.circuitUntil = environment?.circuitUntil ?? 0;
      gate.throttle.setLimits(environment?.limits ?? {}, share);
    }
  }

  async enter(connectionId: string, wasHeld: boolean): Promise<Admission> {
    const gate = this.#gates.get(connectionId);
    // Whoever connects says that it is not there.
    if (!gate) return { kind: 'admitted', leave: () => {} };
    if (gate.mode === 'hold' || (gate.mode === 'drain' && !wasHeld)) return held(connectionId, gate.mode);
    const openMs = this.#openMs(gate);
    if (openMs > 0) return circuitOpen(connectionId, openMs);
    const afterMs = await gate.throttle.enter();
    if (afterMs !== undefined) return busy(connectionId, afterMs);
    const isTry = gate.circuit !== 'closed';
    if (isTry && !(await this.#beginTry(connectionId, gate))) {
      gate.throttle.leave(undefined);
      return circuitOpen(connectionId, othersTryMs);
    }
    return this.#admitted(connectionId, gate, isTry);
  }

  #admitted(connectionId: string, gate: Gate, isTry: boolean): Admission {
    const startedAt = monotonic();
    return {
      kind: 'admitted',
      leave: outcome => {
        gate.throttle.leave(monotonic() - startedAt);
        this.#noteOutcome(connectionId, gate, outcome, isTry).catch((error: unknown) => {
          this.#context.log.warn({ err: error, connection: connectionId }, 'The state of a circuit could not be kept');
        });
      },
    };
  }

  /** For how long nothing may even be tried. */
  #openMs(gate: Gate): number {
    if (gate.circuit === 'closed') return 0;
    return gate.trying ? othersTryMs : Math.max(0, gate.circuitUntil - this.#context.now());
  }

  async #beginTry(connectionId: string, gate: Gate): Promise<boolean> {
    if (gate.trying) return false;
    gate.trying = true;
    let begun = false;
    try {
      begun = await this.#context.circuits.beginTry(connectionId);
      return begun;
    } finally {
      gate.trying = begun;
    }
  }

  async #noteOutcome(connectionId: string, gate: Gate, outcome: Outcome, isTry: boolean): Promise<void> {
    const { circuits, log } = this.#context;
    const verdict = verdictOf(outcome);
    if (isTry) {
      try {
        await circuits.endTry(connectionId, verdict && verdict === 'works');
      } finally {
        gate.trying = false;
      }
      if (verdict !== 'works') return;
      gate.circuit = 'closed';
      gate.window.reset();
      log.warn({ connection: connectionId }, 'A connection works again: its circuit is closed');
      return;
    }
    if (gate.circuit !== 'closed' || verdict === undefined || !gate.window.note(verdict === 'fails')) return;
    gate.circuit = 'open';
    gate.circuitUntil = this.#context.now() + othersTryMs;
    if (!(await circuits.open(connectionId))) return;
    log.warn(
      { connection: connectionId },
      `Too many deliveries over the connection "${connectionId}" failed: its circuit is open, and single deliveries are tried until one gets through. If this is to last, hold the connection (PUT /api/connections/${connectionId}/mode)`,
    );
  }
}

function newGate(): Gate {
  return {
    mode: 'normal',
    circuit: 'closed',
    circuitUntil: 0,
    window: new CircuitWindow(monotonic),
    throttle: new Throttle(monotonic),
    trying: false,
  };
}

function held(connectionId: string, mode: 'hold' | 'drain'): Admission {
  const until = mode === 'hold' ? 'until somebody lets them go' : 'behind those that were parked before';
  return postponed('connection-held', `Deliveries over the connection "${connectionId}" are held ${until}.`, undefined);
}

function circuitOpen(connectionId: string, afterMs: number): Admission {
  const text = `Too many deliveries over the connection "${connectionId}" failed: this one waits until the other side works again.`;
  // Not all at once.
  return postponed('connection-open', text, afterMs + Math.random() * othersTryMs);
}

function busy(connectionId: string, afterMs: number): Admission {
  return postponed(
    'connection-busy',
    `The connection "${connectionId}" is at its limit: this delivery waits.`,
    afterMs,
  );
}

function postponed(code: ErrorCode, message: string, afterMs: number | undefined): Admission {
  return { kind: 'postponed', error: { code, message }, afterMs };
}
