import { describe, expect, it } from 'vitest';
import { faultFailure } from '../../../src/environment/failure.ts';
import {
  answerToFailure,
  answerToResponse,
  type CallerAnswer,
} from '../../../src/invocation/caller-answer.ts';
import { guestFrame } from '../../support/guest-frames.ts';

const textOf = ({ payloadBytes }: CallerAnswer) => Buffer.from(payloadBytes).toString();
const bytesMax = 6_291_556;

function posted(text: string, errorType = 'Runtime.Unknown'): CallerAnswer {
  const head = guestFrame('responseHead', { answer: 'error', errorType });
  const response = { head, end: guestFrame('responseEnd'), bytes: Buffer.from(text) };
  return answerToResponse(response, 'r-1', bytesMax);
}

describe('a failure without a body', () => {
  it('has the front end’s where the handler posted it', () => {
    expect(posted('')).toMatchObject({ functionError: 'Unhandled', errorType: 'Runtime.Unknown' });
    expect(textOf(posted(''))).toBe(
      '{"errorMessage":"Unknown application error occurred","errorType":"Runtime.Unknown"}',
    );
    expect(textOf(posted('{}'))).toBe('{}');
  });

  it('has the platform’s where init posted it', () => {
    const fault = {
      errorType: 'Runtime.ExitError',
      message: 'Runtime exited with error: exit status 1',
      outOfMemory: false,
    };
    const answer = (text: string) => {
      const body = {
        bytes: Buffer.from(text),
        contentType: 'application/json',
        errorType: 'Runtime.Unknown',
      };
      return textOf(answerToFailure(faultFailure('init', { ...fault, body }, 5), 'r-1', 3));
    };
    expect(answer('{"own":1}')).toBe('{"own":1}');
    expect(answer('')).toBe(
      '{"errorType":"Runtime.ExitError","errorMessage":"RequestId: r-1 Error: ' +
        'Runtime exited with error: exit status 1"}',
    );
  });
});
