// Tunnels: `docs/wire.md`, "Both ways". The guest numbers the streams.

export interface TunnelOpenFrame {
  readonly kind: 'tunnelOpen';
  readonly stream: number;
  readonly port: number;
}

/** At most 65,536 bytes; handed on in pieces as `responseChunk` is. */
export interface TunnelDataFrame {
  readonly kind: 'tunnelData';
  readonly stream: number;
  readonly bytes: Uint8Array;
}

export interface TunnelCloseFrame {
  readonly kind: 'tunnelClose';
  readonly stream: number;
  readonly error: string | null;
}

export interface TunnelCreditFrame {
  readonly kind: 'tunnelCredit';
  readonly stream: number;
  readonly bytes: number;
}
