import type {
  EventCreditFrame,
  ExtensionErrorFrame,
  FrozenFrame,
  HelloFrame,
  InitCompletedFrame,
  InitErrorFrame,
  InvocationCompletedFrame,
  LogFrame,
  LogsDroppedFrame,
  MarkFrame,
  OutOfMemoryFrame,
  PongFrame,
  ProcessExitedFrame,
  ProtocolErrorFrame,
  ResendFrame,
  ResetDoneFrame,
  ResponseChunkFrame,
  ResponseEndFrame,
  ResponseHeadFrame,
  ShutdownDoneFrame,
  StatsFrame,
  ThawedFrame,
} from './guest-frames.ts';
import type {
  EventChunkFrame,
  FreezeFrame,
  InitializeFrame,
  InvokeFrame,
  PingFrame,
  ResetFrame,
  ResponseCreditFrame,
  ShutdownFrame,
  StatsRequestFrame,
  ThawFrame,
  WelcomeFrame,
} from './host-frames.ts';
import type {
  TunnelCloseFrame,
  TunnelCreditFrame,
  TunnelDataFrame,
  TunnelOpenFrame,
} from './tunnel-frames.ts';

export type {
  EventCreditFrame,
  ExtensionErrorFrame,
  ExtensionState,
  FrozenFrame,
  HelloFrame,
  InitCompletedFrame,
  InitErrorFrame,
  InvocationCompletedFrame,
  LogFrame,
  LogLevel,
  LogsDroppedFrame,
  MarkFrame,
  OutOfMemoryFrame,
  PongFrame,
  ProcessExitedFrame,
  ProtocolErrorFrame,
  ResendFrame,
  ResetDoneFrame,
  ResponseChunkFrame,
  ResponseEndFrame,
  ResponseHeadFrame,
  ShutdownDoneFrame,
  StatsFrame,
  ThawedFrame,
} from './guest-frames.ts';
export type {
  EventChunkFrame,
  FreezeFrame,
  InitializeFrame,
  InvokeFrame,
  PingFrame,
  ProcessLimits,
  RegisteredFunction,
  ResetFrame,
  ResponseCreditFrame,
  ShutdownFrame,
  StatsRequestFrame,
  ThawFrame,
  WelcomeFrame,
} from './host-frames.ts';
export type {
  TunnelCloseFrame,
  TunnelCreditFrame,
  TunnelDataFrame,
  TunnelOpenFrame,
} from './tunnel-frames.ts';

/**
 * What travels on the channel, as values. `docs/wire.md` gives the bytes. Members have the wire's
 * names, but for what a frame itself is called (`kind`): `responseHead`'s own `kind` is `answer`.
 * Base64 members (`body`, `errorBody`) are bytes here.
 */
export type HostFrame =
  | InitializeFrame
  | InvokeFrame
  | EventChunkFrame
  | ResponseCreditFrame
  | FreezeFrame
  | ThawFrame
  | ResetFrame
  | ShutdownFrame
  | PingFrame
  | StatsRequestFrame
  | WelcomeFrame
  | TunnelFrame;

export type GuestFrame =
  | HelloFrame
  | MarkFrame
  | InitCompletedFrame
  | ProcessExitedFrame
  | OutOfMemoryFrame
  | InitErrorFrame
  | ExtensionErrorFrame
  | EventCreditFrame
  | ResponseHeadFrame
  | ResponseChunkFrame
  | ResponseEndFrame
  | ResendFrame
  | InvocationCompletedFrame
  | FrozenFrame
  | ThawedFrame
  | ResetDoneFrame
  | ShutdownDoneFrame
  | PongFrame
  | StatsFrame
  | LogFrame
  | LogsDroppedFrame
  | ProtocolErrorFrame
  | TunnelOpenFrame
  | TunnelFrame;

/** What both sides say on an open tunnel. */
export type TunnelFrame = TunnelDataFrame | TunnelCloseFrame | TunnelCreditFrame;

export type Frame = HostFrame | GuestFrame;
export type FrameKind = Frame['kind'];
/** The frame of one kind: `FrameOf<'invoke'>`. */
export type FrameOf<Kind extends FrameKind> = Extract<Frame, { readonly kind: Kind }>;
