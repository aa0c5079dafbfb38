/** The numbers of contract §1.10 and §4.5. Each names its row. */
export const limits = {
  /** Row 7.3-11: what the Invoke API takes as an event, and names in its 413. */
  eventBytesMax: 6_291_456,
  /** Row 1.10-2. */
  asynchronousEventBytesMax: 1_048_576,
  /** Row 1.10-1: what the Runtime API takes as a response. */
  responseBytesMax: 6_291_556,
  /** Row 1.10-3. */
  streamedResponseBytesMax: 209_715_200,
  /** Row 1.8-3: so many bytes of a streamed response at any speed, the others at this one. */
  streamedResponseBurstBytes: 6_291_456,
  streamedResponseBytesPerSecond: 2_097_152,
  /** Row 1.10-4. */
  requestHeaderBytesMax: 1_048_576,
  /** Row 1.10-5, in base64. */
  clientContextBytesMax: 3_583,
  /** Row 7.1-5. */
  tenantIdCharactersMax: 256,
  /** Row 5.4-1. */
  tailLogBytes: 4_096,
  /** Rows 4.5-12 and 7.4. */
  memorySizeMb: { min: 128, max: 10_240, default: 128 },
  /** Row 4.5-13. */
  timeoutSeconds: { min: 1, max: 900, default: 3 },
  /** Row 4.5-5. */
  ephemeralStorageMb: { min: 512, max: 10_240, default: 512 },
  /** Row 4.2-1: all variables of a function together. */
  variablesBytesMax: 4_096,
  /** Row 3.1-6. */
  initTimeoutMs: 10_000,
  /** Row 3.1-7: at least this for provisioned concurrency, else the function's timeout. */
  provisionedInitTimeoutMs: 130_000,
  /** Row 4.5-8. */
  uid: 993,
  gid: 990,
  /** Row 4.5-9. */
  openFilesMax: 1_024,
  /**
   * Row 4.5-10: processes and threads of a container. The 742 of RLIMIT_NPROC (correction 32) is
   * not set: the kernel counts that one for a user over all containers, so that one environment
   * would take away another's.
   */
  processesMax: 1_024,
  /** Row 4.5-11. */
  stackBytesMax: 8_388_608,
  coreBytesMax: 10_737_418_240,
  lockedBytesMax: 65_536,
  /** Row 4.5-14. */
  memoryPerCpuMb: 1_769,
  /** Row 4.5-16: unzipped, layers included. */
  codeBytesMax: 262_144_000,
  zipBytesMax: 52_428_800,
  layersMax: 5,
  /** Row 4.5-17: uncompressed. */
  imageBytesMax: 10_737_418_240,
} as const;
