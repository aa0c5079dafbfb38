import { afterEach } from 'vitest';
import { createGateway, type Gateway } from '../../src/gateway/gateway.ts';
import { createScriptedFunction, type Script } from './scripted-function.ts';

/** Gateways before scripted functions, closed after each test, and what they reported as failed. */
export function useScriptedGateways() {
  const open: Gateway[] = [];
  const failures: unknown[] = [];
  afterEach(async () => {
    failures.length = 0;
    await Promise.all(open.splice(0).map((gateway) => gateway[Symbol.asyncDispose]()));
  });
  return {
    failures,
    async serve(script?: Script) {
      const lambda = createScriptedFunction(script);
      const gateway = await createGateway({
        function: lambda,
        aliases: ['function'],
        hostname: '127.0.0.1',
        port: 0,
        onFailure: (error) => failures.push(error),
      });
      open.push(gateway);
      return { lambda, gateway };
    },
  };
}
