import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {type ApiServer, startApiServer} from '../../src/lib/adapters/apiserver/index.js'
import type {Case, Target} from './case.js'
import {loadCorpus} from './corpus.js'
import {runCase} from './run-case.js'
import {embeddedTarget, httpsTarget} from './targets.js'
import {startWebhooks, type Webhooks} from './webhook-server.js'

const corpus = join(import.meta.dirname, '..', 'corpus', 'api-own')

describe.each(['in-process', 'over HTTPS'])(
  'the embedded API answers as kube-apiserver was recorded (own sequences), %s',
  (way) => {
    let server: ApiServer
    let target: Target
    let hooks: Webhooks

    beforeAll(async () => {
      hooks = await startWebhooks()
      server = await startApiServer({kubelet: false, controllers: false})
      const embedded = embeddedTarget(server, {sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms))})
      const options = {needsSleep: false, hasControllers: false, patienceMs: 5000}
      target =
        way === 'in-process' ? {...embedded, hasControllers: false} : httpsTarget((await server.listen()).kubeconfig, options)
    })
    afterAll(async () => {
      await server.close()
      await hooks.close()
    })

    for (const family of loadCorpus(corpus)) {
      describe(family.name, () => {
        for (const [index, recorded] of family.cases.entries()) {
          it(`${recorded.name}: ${recorded.about}`, async () => {
            const filled = JSON.parse(hooks.fill(JSON.stringify(recorded))) as Case
            const {faults} = await runCase(target, filled, `o-${family.name.slice(0, 4)}${index}`)
            expect(faults).toEqual([])
          })
        }
      })
    }
  },
)
