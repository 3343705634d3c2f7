import { describe, expect, it } from 'vitest';
import { readResult } from './result';

describe('readResult', () => {
  it.each([
    ['200', { status: '200', outcome: 'done', runId: undefined }],
    ['202 /api/ops/runs/0197f0a4-7a35', { status: '202', outcome: 'done', runId: '0197f0a4-7a35' }],
    ['302 /hangfire/runs/details/7', { status: '302', outcome: 'done', runId: '7' }],
    ['302 /hangfire/failed-batches', { status: '302', outcome: 'done', runId: undefined }],
    ['409', { status: '409', outcome: 'refused', runId: undefined }],
    ['503', { status: '503', outcome: 'failed', runId: undefined }],
  ])('reads %s', (result, read) => expect(readResult(result)).toEqual(read));
});
