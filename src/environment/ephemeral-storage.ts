import { LamboxError } from '../errors.ts';
import {
  type StorageDevice,
  type StorageKeeper,
  type StorageKeeperParts,
  startStorageKeeper,
} from './storage-keeper.ts';

/** What `/tmp` of the environments is. */
export interface StorageState {
  /**
   * `ext4`: a file system of its own, of the size asked for, on a disk. `tmpfs`: of that size, but
   * what is in it counts as the function's memory.
   */
  readonly kind: 'ext4' | 'tmpfs';
  /** Why it is a tmpfs; `null` where it is none. */
  readonly reason: string | null;
}

export interface EphemeralStorageOptions extends Omit<StorageKeeperParts, 'image'> {
  /** `LAMBOX_TMP`. */
  readonly wanted: 'auto' | 'tmpfs';
  /** Told once, when it turns out that it has to be a tmpfs. */
  readonly onRefused?: (reason: string) => void;
}

/** Devices that wait for a cold start, for each size in use. */
const readyMax = 2;

/**
 * Devices for `/tmp`, ready before they are needed. One helper container makes them for all
 * environments; its first start is the only thing that costs Engine calls (three, and one at the
 * end).
 */
export class EphemeralStorage {
  readonly #options: EphemeralStorageOptions;
  readonly #ready = new Map<number, Promise<StorageDevice>[]>();
  #image: string | null = null;
  #keeper: Promise<StorageKeeper> | null = null;
  /** Of keepers whose connection ended before we asked for it. */
  readonly #removals: Promise<unknown>[] = [];
  #refusal: string | null;
  #closed = false;

  constructor(options: EphemeralStorageOptions) {
    this.#options = options;
    this.#refusal = options.wanted === 'tmpfs' ? 'LAMBOX_TMP is tmpfs' : null;
  }

  get state(): StorageState {
    return { kind: this.#refusal === null ? 'ext4' : 'tmpfs', reason: this.#refusal };
  }

  /**
   * Ahead of events: resolves when one of the size is ready, or when it is known that there will
   * be none. Never rejects.
   */
  async prepare(image: string, sizeMb: number): Promise<void> {
    if (this.#refusal !== null) return;
    this.#image ??= image;
    this.#fill(sizeMb);
    await this.#ready.get(sizeMb)?.[0]?.catch((error: unknown) => this.#refuse(error));
  }

  /** `null`: `/tmp` is to be a tmpfs. Never rejects. */
  async take(sizeMb: number): Promise<StorageDevice | null> {
    if (this.#refusal !== null || this.#image === null) return null;
    try {
      // One that went with its keeper is no reason: the next keeper is asked.
      const device = await (this.#ready
        .get(sizeMb)
        ?.shift()
        ?.catch(() => this.#order(sizeMb)) ?? this.#order(sizeMb));
      const release = () => {
        device.release();
        if (!this.#closed && this.#refusal === null) this.#fill(sizeMb);
      };
      return { path: device.path, release };
    } catch (error) {
      this.#refuse(error);
      return null;
    }
  }

  /**
   * Whether the engine failed because it could not mount what was taken; then `/tmp` is a tmpfs
   * from now on.
   */
  mountFailed(error: unknown): boolean {
    if (!(error instanceof LamboxError) || error.code !== 'MountFailed') return false;
    this.#refuse(error);
    return true;
  }

  /** After the environments' end. */
  async close(): Promise<void> {
    this.#closed = true;
    const keeper = this.#keeper;
    this.#keeper = null;
    this.#ready.clear();
    await (await keeper?.catch(() => null))?.close();
    await Promise.all(this.#removals);
  }

  #fill(sizeMb: number): void {
    const ready = this.#ready.get(sizeMb) ?? [];
    this.#ready.set(sizeMb, ready);
    while (ready.length < readyMax) {
      const order = this.#order(sizeMb);
      // Whoever takes it is told.
      order.catch(() => undefined);
      ready.push(order);
    }
  }

  async #order(sizeMb: number): Promise<StorageDevice> {
    this.#keeper ??= this.#startKeeper();
    const keeper = await this.#keeper;
    return keeper.prepare(sizeMb);
  }

  async #startKeeper(): Promise<StorageKeeper> {
    const { engine, shim, labels } = this.#options;
    const image = this.#image ?? '';
    const keeper = await startStorageKeeper({ engine, image, shim, labels });
    // What it had ready went with it: the next one who asks gets a new one.
    void keeper.ended.then(() => {
      if (this.#closed) return;
      this.#keeper = null;
      this.#ready.clear();
      // Its container need not have ended with the connection.
      this.#removals.push(keeper.close().catch(() => undefined));
    });
    return keeper;
  }

  #refuse(error: unknown): void {
    if (this.#refusal !== null || this.#closed) return;
    this.#refusal = error instanceof Error ? error.message : String(error);
    this.#options.onRefused?.(this.#refusal);
  }
}
