import {describe, expect, it} from 'vitest'
import {bounded, silentApi} from '../../../../src/lib/actions/run/bounded.js'
import {createSystemClock} from '../../../../src/lib/adapters/system/system-clock.js'

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
