import {readdirSync, readFileSync} from 'node:fs'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {type ApiServer, startApiServer} from '../../../../../src/lib/adapters/apiserver/index.js'
import type {Target} from '../../../../conformance/case.js'
import {embeddedTarget} from '../../../../conformance/targets.js'
import {type Outcome, play, prepare, type Sequence} from '../../../../differential/ssa-sequences.js'

const folder = 'test/fixtures/ssa'
const files = readdirSync(folder).filter((file) => file.endsWith('.json'))

describe('sequences that scripts/differential-ssa.ts recorded from a real kube-apiserver', () => {
  let server: ApiServer
  let target: Target

  beforeAll(async () => {
    server = await startApiServer({controllers: false})
    target = embeddedTarget(server, {sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms))})
    await prepare(target)
  })
  afterAll(() => server.close())

  it.each(files)('%s', async (file) => {
    const {sequence, outcomes} = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as {
      sequence: Sequence
      outcomes: Outcome[]
    }
    expect(await play(target, sequence, file.replace('.json', ''))).toEqual(outcomes)
  })
})
