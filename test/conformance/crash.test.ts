import {join} from 'node:path'
import {expect, it} from 'vitest'
import {crashRounds} from './crash.js'

it('kill -9 under writes loses nothing that was acknowledged', async () => {
  // `node scripts/run.mjs crash-test 100` does a hundred
  const {faults, acknowledged} = await crashRounds(join(import.meta.dirname, '../../scripts/run.mjs'), 2)
  expect(faults).toEqual([])
  expect(acknowledged).toBeGreaterThan(0)
})
