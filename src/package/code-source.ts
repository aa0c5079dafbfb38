/** Something that the code store can take: a directory, a zip file, layers. */
export interface CodeSource {
  /** Where it lies; two sources never share it. */
  readonly origin: string;
  /** Digest of what changes whenever the content may have changed, without it having been read. */
  readonly stamps: string;
  /** When it last changed, nanoseconds since the epoch; 0 where it cannot change. */
  readonly changedNs: bigint;
  /**
   * Writes its content into an empty folder that exists.
   * @throws LamboxError `InvalidCode`; the file system's own error where the folder is to blame
   */
  writeTo(folder: string): Promise<WrittenCode>;
}

export interface WrittenCode {
  /** Of what was written: the source may change meanwhile. Hex. */
  readonly sha256: string;
  /** Sum of the files. */
  readonly sizeBytes: number;
}
