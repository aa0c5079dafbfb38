import { randomBytes } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { type Duplex, duplexPair, PassThrough, type Writable } from 'node:stream';
import type {
  AttachedStreams,
  ContainerId,
  ContainerSpec,
  ContainerSummary,
  CpuQuota,
  FileChange,
} from '../../src/engine/container-engine.ts';
import { LamboxError } from '../../src/errors.ts';

/** What a guest sees of the container that it plays. */
export interface GuestContainer {
  readonly id: ContainerId;
  /** With its mounts: a guest that wants the channel's socket looks into `spec.binds`. */
  readonly spec: ContainerSpec;
  /** Stdin to read from, stdout to write to. Stdin has ended already without `openStdin`. */
  readonly stream: Duplex;
  readonly stderr: Writable;
  /** Aborts when the container is killed or removed. */
  readonly killed: AbortSignal;
  /** Tells the engine of a file that the guest has written outside of all mounts. */
  readonly changed: (change: FileChange) => void;
  /** What a mounted volume holds. */
  readonly names: (target: string) => readonly string[];
}

/** Plays the processes of a container. Resolves with the exit code. */
export type FakeGuest = (container: GuestContainer) => Promise<number>;

const killedCode = 137;

/** One container in memory: created, running once, exited. */
export class FakeContainer {
  readonly id: ContainerId = randomBytes(32).toString('hex');
  readonly spec: ContainerSpec;
  /** `exit` when it has ended. */
  readonly events = new EventEmitter();
  /** The quota that the engine would enforce now. */
  cpu: CpuQuota | null;
  exitCode: number | null = null;
  /** By whoever asked the engine for it. */
  killed = false;
  /** What a guest threw: a mistake in the test's own guest. */
  guestError: unknown = null;
  readonly changes: FileChange[] = [];
  readonly #guest: FakeGuest;
  readonly #names: GuestContainer['names'];
  readonly #abort = new AbortController();
  readonly #hostStream: Duplex;
  readonly #guestStream: Duplex;
  readonly #stderr = new PassThrough();
  readonly #output: Buffer[] = [];
  readonly #said = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  #started = false;
  #attached = false;

  constructor(spec: ContainerSpec, guest: FakeGuest, names: GuestContainer['names'] = () => []) {
    this.spec = spec;
    this.#names = names;
    this.cpu = spec.cpu ?? null;
    this.#guest = guest;
    [this.#hostStream, this.#guestStream] = duplexPair();
  }

  get state(): 'created' | 'running' | 'exited' {
    if (this.exitCode !== null) {
      return 'exited';
    }
    return this.#started ? 'running' : 'created';
  }

  get summary(): ContainerSummary {
    const { name, image, labels } = this.spec;
    return { id: this.id, name: name ?? this.id.slice(0, 12), image, state: this.state, labels };
  }

  attach(): AttachedStreams {
    this.#attached = true;
    const host = this.#hostStream;
    // A client that goes takes the container's stdin with it; a container that ends takes the
    // client's.
    host.once('close', () => this.#guestStream.push(null));
    host.once('end', () => host.end());
    return { stream: host, stderr: this.#stderr };
  }

  start(): void {
    if (this.#started) {
      return;
    }
    this.#started = true;
    if (!this.spec.openStdin) {
      this.#hostStream.end();
    }
    if (!this.#attached) {
      this.#hostStream.on('data', (chunk: Buffer) => this.#hear('stdout', chunk));
      this.#stderr.on('data', (chunk: Buffer) => this.#hear('stderr', chunk));
    }
    void this.#run();
  }

  /** Does nothing unless it runs, as with an engine. */
  kill(): void {
    if (this.state === 'running') {
      this.killed = true;
      this.#abort.abort();
    }
  }

  async wait(): Promise<number> {
    if (this.exitCode === null) {
      await once(this.events, 'exit');
    }
    return this.exitCode ?? killedCode;
  }

  output(): string {
    if (this.spec.logs !== 'keep') {
      throw new LamboxError('EngineFailed', `Container ${this.id} keeps no output (logs: none).`);
    }
    return Buffer.concat(this.#output).toString('utf8');
  }

  #hear(source: 'stdout' | 'stderr', chunk: Buffer): void {
    this.#output.push(chunk);
    this.#said[source].push(chunk);
  }

  /** A program beside the guest, played by the guest. */
  async runBeside(command: readonly string[]): Promise<FakeContainer> {
    if (this.state !== 'running') {
      throw new LamboxError('EngineFailed', `Container ${this.id} is not running.`);
    }
    const beside = new FakeContainer({ ...this.spec, command, openStdin: false }, this.#guest);
    const ends = [once(beside.#hostStream, 'end'), once(beside.#stderr, 'end')];
    beside.start();
    await Promise.all([beside.wait(), ...ends]);
    this.changes.push(...beside.changes);
    return beside;
  }

  /** What it has written, source by source. */
  said(source: 'stdout' | 'stderr'): string {
    return Buffer.concat(this.#said[source]).toString('utf8');
  }

  async #run(): Promise<void> {
    const { signal } = this.#abort;
    const killed = once(signal, 'abort').then(() => killedCode);
    const guest = Promise.resolve().then(() =>
      this.#guest({
        id: this.id,
        spec: this.spec,
        stream: this.#guestStream,
        stderr: this.#stderr,
        killed: signal,
        changed: (change) => this.changes.push(change),
        names: (target) => this.#names(target),
      }),
    );
    const code = await Promise.race([guest, killed]).catch((error: unknown) => {
      this.guestError = error;
      return 1;
    });
    this.exitCode = code;
    this.#guestStream.end();
    this.#guestStream.resume();
    this.#stderr.end();
    this.events.emit('exit');
  }
}
