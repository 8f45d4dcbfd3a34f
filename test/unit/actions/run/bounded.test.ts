import {describe, expect, it} from 'vitest'
import {aborted, bounded, inTime, silentApi} from '../../../../src/lib/actions/run/bounded.js'
import {createSystemClock} from '../../../../src/lib/adapters/system/system-clock.js'
import {FluxError} from '../../../../src/lib/errors/flux-error.js'

describe('bounded', () => {
  const clock = createSystemClock()

  it('gives what the work gives, and leaves no timer behind', async () => {
    await expect(bounded({clock}, 60_000, Promise.resolve(1), () => 2)).resolves.toBe(1)
    await expect(bounded({clock}, 60_000, Promise.reject(new Error('no')), () => 2)).rejects.toThrow('no')
    expect(clock.pending).toEqual({oneShot: 0, interval: 0})
  })

  it('does not wait for work that never ends', async () => {
    const never = new Promise<number>(() => undefined)
    await expect(bounded({clock}, 1, never, () => 2)).resolves.toBe(2)
    const late = () => {
      throw silentApi('https://127.0.0.1:6443')
    }
    await expect(bounded({clock}, 1, never, late)).rejects.toThrow(
      'the Kubernetes API at https://127.0.0.1:6443 does not answer any more',
    )
  })
})

describe('inTime', () => {
  const clock = createSystemClock()
  const ctx = {clock, kube: {server: 'https://127.0.0.1:6443'} as never}
  const never = new Promise<number>(() => undefined)

  it('gives what the work gives', async () => {
    await expect(inTime(ctx, new AbortController().signal, Promise.resolve(1))).resolves.toBe(1)
    await expect(inTime(ctx, new AbortController().signal, Promise.reject(new Error('no')))).rejects.toThrow('no')
  })

  it('names an API that swallows requests; what the work says of the lost time itself stands', async () => {
    await expect(inTime(ctx, clock.timeout(1), never)).rejects.toMatchObject({
      code: 'api-silent',
      message: expect.stringContaining('https://127.0.0.1:6443 is slow or silent'),
    })
    const held = new FluxError('held', 'held by somebody')
    const deadline = clock.timeout(1)
    await expect(
      inTime(
        ctx,
        deadline,
        aborted(deadline).then(() => Promise.reject(held)),
      ),
    ).rejects.toBe(held)
  })

  it('passes on why it was interrupted', async () => {
    const stop = AbortSignal.abort(new FluxError('interrupted', 'interrupted', {exitCode: 130}))
    await expect(inTime(ctx, stop, never)).rejects.toMatchObject({exitCode: 130})
  })
})
