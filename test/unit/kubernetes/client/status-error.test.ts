import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../src/core/json/json.ts';
import { StatusError } from '../../../../src/kubernetes/client/status-error.ts';

const refused = { verb: 'patch', subject: 'apps/Deployment shop/web', resource: 'deployments.apps' };

function status(reason: string, message: string, causes: Json[] = []): Json {
  return { kind: 'Status', apiVersion: 'v1', reason, message, details: { causes } };
}

describe('a refusal has the code of its status', () => {
  it.each([
    [400, 'BadRequest', 'invalid', false],
    [401, 'Unauthorized', 'unauthorized', false],
    [403, 'Forbidden', 'forbidden', false],
    [404, 'NotFound', 'not-found', false],
    [405, 'MethodNotAllowed', 'unsupported', false],
    [409, 'Conflict', 'conflict', true],
    [409, 'AlreadyExists', 'conflict', false],
    [410, 'Expired', 'stale', true],
    [413, 'RequestEntityTooLarge', 'invalid', false],
    [422, 'Invalid', 'invalid', false],
    [429, 'TooManyRequests', 'throttled', true],
    [500, 'InternalError', 'unreachable', true],
    [500, 'ServerTimeout', 'timeout', true],
    [503, 'ServiceUnavailable', 'unreachable', true],
    [504, 'Timeout', 'timeout', true],
  ] as const)('%i %s is %s', (httpStatus, reason, code, retryable) => {
    const error = new StatusError(httpStatus, status(reason, 'words'), refused);
    expect(error).toMatchObject({ code, retryable, reason, httpStatus, subject: refused.subject });
  });

  it('an applied object that does not fit its schema is invalid, though the server calls it its own failure', () => {
    const body = status('', 'failed to create typed patch object: .spec.x: field not declared in schema');
    expect(new StatusError(500, body, { ...refused, apply: true })).toMatchObject({
      code: 'invalid',
      retryable: false,
    });
    expect(new StatusError(500, body, refused)).toMatchObject({ code: 'unreachable', retryable: true });
  });

  it('B10: an applied object that the server cannot convert is not invalid: its webhook does not answer', () => {
    const body = status(
      '',
      'conversion webhook for a.example.com/v1, Kind=A failed: Post "https://a": refused',
    );
    expect(new StatusError(500, body, { ...refused, apply: true })).toMatchObject({
      code: 'unreachable',
      retryable: true,
    });
  });

  it('a live object that does not fit its schema is what has to be put right, not the manifest', () => {
    const body = status(
      '',
      'failed to create typed live object (shop/web; /v1, Kind=ServiceAccount): .secrets',
    );
    const { message } = new StatusError(500, body, { ...refused, apply: true });
    expect(message).toMatch(/correct the live object \(kubectl edit\), then plan again\.$/);
  });

  it('counts by its HTTP status where a proxy answers in words of its own', () => {
    const error = new StatusError(502, null, refused);
    expect(error.code).toBe('unreachable');
    expect(error.message).toMatch(/^apps\/Deployment shop\/web: patch refused \(HTTP 502\)\. Try again/);
  });
});

describe('what a refusal says', () => {
  it('names each field, says what is wrong with it, and leaves out its value', () => {
    const causes = [
      { reason: 'FieldValueInvalid', field: 'spec.replicas', message: 'Invalid value: -1: must be positive' },
      { reason: 'FieldValueRequired', field: 'spec.selector', message: 'Required value' },
    ];
    const error = new StatusError(422, status('Invalid', 'all of it, with -1', causes), {
      ...refused,
      dryRun: true,
    });
    expect(error.message).toBe(
      'apps/Deployment shop/web: dry-run refused (Invalid): ' +
        'spec.replicas: must be positive; spec.selector: Required value. Correct the manifest.',
    );
  });

  it('E9: asks for the permission that a dry-run needs', () => {
    const error = new StatusError(403, status('Forbidden', 'no'), { ...refused, dryRun: true });
    expect(error.message).toContain(
      'A dry-run needs the permission to write: grant patch on deployments.apps',
    );
    const written = new StatusError(403, status('Forbidden', 'no'), refused);
    expect(written.message).not.toContain('dry-run');
  });

  it('keeps the fields of a conflict and who owns them', () => {
    const message = 'conflict with "hpa" using autoscaling/v2';
    const causes = [{ reason: 'FieldManagerConflict', field: '.spec.replicas', message }];
    const error = new StatusError(409, status('Conflict', 'Apply failed', causes), refused);
    expect(error.causes).toEqual([{ reason: 'FieldManagerConflict', field: '.spec.replicas', message }]);
    expect(error.message).toContain(`.spec.replicas: ${message}. Take the fields over`);
  });

  it('H4: repeats nothing of what the server says of a Secret that it cannot read', () => {
    const body = status('', '.stringData.pin: expected string, got Value:48151623');
    const error = new StatusError(500, body, {
      verb: 'patch',
      subject: 'Secret a/b',
      apply: true,
      sensitive: true,
    });
    expect(error.message).toContain('Check that the values of "data" are base64');
    expect(`${error.stack} ${JSON.stringify(error)}`).not.toContain('48151623');
  });
});
