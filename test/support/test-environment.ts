import type { ContainerExit } from '../../src/engine/container-engine.ts';
import { Environment } from '../../src/environment/environment.ts';
import type { EnvironmentContainer } from '../../src/environment/environment-container.ts';
import type { EnvironmentParts } from '../../src/environment/environment-parts.ts';
import type { EventRequest } from '../../src/environment/event-request.ts';
import { systemClock } from '../../src/timeline/clock.ts';
import { greets } from './guest-actions.ts';
import { type Action, createScriptedGuest, type ScriptedGuest } from './scripted-guest.ts';

export const initialization: EnvironmentParts['initialization'] = {
  command: [],
  bootstraps: ['/var/runtime/bootstrap'],
  workingDirectory: '/var/task',
  variables: {},
  extensionVariables: {},
  uid: 993,
  gid: 990,
  limits: {},
  memorySizeMb: 128,
  function: { name: 'f', version: '$LATEST', handler: 'index.handler', accountId: '000000000000' },
  logDescriptor: true,
  hostServices: [],
  keepPeaks: false,
};

/** A container that is only a record of what was asked of it. */
export interface RecordedContainer extends EnvironmentContainer {
  readonly asked: string[];
  exit(exitCode: number, killed?: boolean): void;
  /** From now on. */
  failRemoval(): void;
}

export function recordedContainer(): RecordedContainer {
  const exited = Promise.withResolvers<ContainerExit>();
  const asked: string[] = [];
  let fails = false;
  return {
    id: 'c1',
    exited: exited.promise,
    asked,
    exit: (exitCode, killed = false) => exited.resolve({ id: 'c1', exitCode, killed }),
    async limitCpu() {
      asked.push('limitCpu');
    },
    failRemoval() {
      fails = true;
    },
    async remove() {
      asked.push('remove');
      if (fails) throw new Error('the engine said no');
    },
  };
}

export interface TestEnvironment {
  readonly environment: Environment;
  readonly guest: ScriptedGuest;
  readonly container: RecordedContainer;
}

/** A real environment whose guest follows a script; the hello is said for it. */
export async function createTestEnvironment(
  id: string,
  ...script: readonly Action[]
): Promise<TestEnvironment> {
  const guest = createScriptedGuest(greets(), ...script);
  const container = recordedContainer();
  const channel = await guest.connect();
  const clock = systemClock;
  const parts = { id, clock, container, channel, initialization, initWindowMs: 10_000 };
  return { environment: new Environment(parts), guest, container };
}

export function eventRequest(members: Partial<EventRequest> = {}): EventRequest {
  return {
    requestId: '0f0f0f0f-1111-4222-8333-444444444444',
    invocationId: 'n1',
    functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:f',
    traceId: 'Root=1-00000000-000000000000000000000000;Parent=0000000000000000;Sampled=0',
    clientContext: '',
    cognitoIdentity: '',
    event: Buffer.from('{}'),
    timeoutMs: 3_000,
    responseBytesMax: 6_291_556,
    ...members,
  };
}
