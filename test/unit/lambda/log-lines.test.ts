import { describe, expect, it } from 'vitest';
import {
  endLine,
  extensionLine,
  imageLine,
  initReportLine,
  initStartLine,
  reportLine,
  startLine,
} from '../../../src/lambda/log-lines.ts';

const requestId = '8f5f2c1e-0b0f-4f0e-9a63-0f1c2d3e4f50';
const report = {
  requestId,
  durationMs: 2.37,
  billedDurationMs: 427,
  memorySizeMb: 1024,
  maxMemoryUsedMb: 95,
  initDurationMs: null,
  status: 'success',
  errorType: null,
  trace: null,
} as const;
const head =
  `REPORT RequestId: ${requestId}\tDuration: 2.37 ms\tBilled Duration: 427 ms\t` +
  'Memory Size: 1024 MB\tMax Memory Used: 95 MB\t';

describe('reportLine', () => {
  it('ends a warm and a cold report with a TAB', () => {
    expect(reportLine(report)).toBe(head);
    expect(reportLine({ ...report, initDurationMs: 423.98 })).toBe(
      `${head}Init Duration: 423.98 ms\t`,
    );
  });

  it('ends a failed one with its status and no TAB', () => {
    expect(reportLine({ ...report, status: 'timeout' })).toBe(`${head}Status: timeout`);
    const failed = { ...report, status: 'error', errorType: 'Runtime.ExitError' } as const;
    expect(reportLine({ ...failed, initDurationMs: 10 })).toBe(
      `${head}Init Duration: 10.00 ms\tStatus: error\tError Type: Runtime.ExitError`,
    );
    expect(reportLine({ ...failed, errorType: null })).toBe(`${head}Status: error`);
  });

  it('adds a line for a trace', () => {
    const trace = { traceId: '1-5759e988-bd862e3fe1be46a994272793', segmentId: '53995c3f42cd8ad8' };
    expect(reportLine({ ...report, trace })).toBe(
      `${head}\nXRAY TraceId: ${trace.traceId}\tSegmentId: ${trace.segmentId}\tSampled: true\t`,
    );
  });

  it('writes durations with two decimals', () => {
    expect(reportLine({ ...report, durationMs: 3000 })).toContain('\tDuration: 3000.00 ms\t');
    expect(reportLine({ ...report, durationMs: 0.4567 })).toContain('\tDuration: 0.46 ms\t');
  });
});

it('writes the lines around an event', () => {
  expect(startLine(requestId, '$LATEST')).toBe(`START RequestId: ${requestId} Version: $LATEST`);
  expect(endLine(requestId)).toBe(`END RequestId: ${requestId}`);
});

it('writes the lines of the init phase', () => {
  expect(initStartLine('python:3.12.v27', 'arn:aws:lambda:us-east-1::runtime:ab')).toBe(
    'INIT_START Runtime Version: python:3.12.v27\t' +
      'Runtime Version ARN: arn:aws:lambda:us-east-1::runtime:ab',
  );
  const timedOut = { initDurationMs: 9999.79, phase: 'init', status: 'timeout' } as const;
  expect(initReportLine({ ...timedOut, errorType: null })).toBe(
    'INIT_REPORT Init Duration: 9999.79 ms\tPhase: init\tStatus: timeout',
  );
  const failed = { initDurationMs: 150.79, phase: 'invoke', status: 'error' } as const;
  expect(initReportLine({ ...failed, errorType: 'Runtime.ImportModuleError' })).toBe(
    'INIT_REPORT Init Duration: 150.79 ms\tPhase: invoke\tStatus: error\t' +
      'Error Type: Runtime.ImportModuleError',
  );
  const provisioned = { initDurationMs: 1, phase: 'init', status: 'success' } as const;
  expect(initReportLine({ ...provisioned, errorType: null })).toBe(
    'INIT_REPORT Init Duration: 1.00 ms\tPhase: init',
  );
});

it('writes one line per extension', () => {
  const extension = { name: 'watcher', state: 'Ready' };
  expect(extensionLine({ ...extension, events: ['INVOKE', 'SHUTDOWN'] })).toBe(
    'EXTENSION\tName: watcher\tState: Ready\tEvents: [INVOKE, SHUTDOWN]',
  );
  expect(extensionLine({ ...extension, events: [], errorType: 'Extension.Crash' })).toBe(
    'EXTENSION\tName: watcher\tState: Ready\tEvents: []\tError Type: Extension.Crash',
  );
});

it('writes the line of an image that does not start', () => {
  const line = imageLine({
    launchError: 'fork/exec /app: no such file or directory',
    entryPoint: ['/app', '-x'],
    command: ['index.handler'],
    workingDirectory: '/var/task',
  });
  expect(line).toBe(
    'IMAGE\tLaunch error: fork/exec /app: no such file or directory\t' +
      'Entrypoint: [/app,-x]\tCmd: [index.handler]\tWorkingDir: [/var/task]',
  );
});
