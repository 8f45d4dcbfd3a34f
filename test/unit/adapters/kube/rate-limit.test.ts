import {expect, it} from 'vitest'
import {createRateLimiter} from '../../../../src/lib/adapters/kube/https/rate-limit.js'

const ended = (reason: Error) => ({monotonic: () => 0, sleep: () => Promise.reject(reason)})

it('tells a deadline that comes while a request waits in the words of client-go', async () => {
  const limit = createRateLimiter(1, 1, ended(new DOMException('late', 'TimeoutError')))
  await limit()
  await expect(limit()).rejects.toThrow(/^client rate limiter Wait returned an error: context deadline exceeded$/)
})

it('leaves an interrupt as it is', async () => {
  const limit = createRateLimiter(1, 0, ended(new Error('interrupted')))
  await expect(limit()).rejects.toThrow(/^interrupted$/)
})
