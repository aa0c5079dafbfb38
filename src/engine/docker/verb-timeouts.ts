/**
 * How long each verb may take, in milliseconds, until the engine's answer is complete; for verbs
 * that answer with a stream, until the stream begins. An engine that is only slow must not be given
 * up, one that hangs must be.
 */
export const verbTimeoutsMs = {
  /** Asked while looking for an engine: nothing has to be done for it. */
  ping: 3_000,
  describe: 15_000,
  /** Many at once on few cores: 32 parallel starts took 2 s each on two. Disks can be slow. */
  createContainer: 60_000,
  startContainer: 60_000,
  attachContainer: 30_000,
  /** A function's code, over a slow line perhaps. */
  copyDirectory: 600_000,
  updateContainer: 30_000,
  killContainer: 30_000,
  /** Unmounts and deletes; engines hold one lock for many removals. */
  removeContainer: 60_000,
  listContainers: 30_000,
  /** As long as the helper container works. */
  waitContainer: 1_800_000,
  containerOutput: 30_000,
  /** Where the storage driver cannot tell, it compares the whole file system. */
  containerChanges: 300_000,
  /** As long as the program works; it copies a function's code at most. */
  runInContainer: 300_000,
  watchExits: 15_000,
  inspectImage: 15_000,
  /** Name look-up, connection, sign-in and manifest: who has no network learns it soon. */
  pullImage: 5_000,
  /** The engine answers when the whole tar has arrived. */
  importImage: 600_000,
  buildImage: 600_000,
  loadImage: 600_000,
  listImages: 30_000,
  removeImage: 60_000,
  listVolumes: 30_000,
  createVolume: 30_000,
  removeVolume: 60_000,
} as const;

export type EngineVerb = keyof typeof verbTimeoutsMs;

/** How long a progress stream may be silent, in milliseconds. */
export const silenceLimitsMs = {
  /** A layer is being fetched or unpacked: the engine reports both at least once a second. */
  pullImage: 120_000,
  importImage: 300_000,
  loadImage: 300_000,
  /** One build step may compile or download for long without a word. */
  buildImage: 1_800_000,
} as const;
