import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {type Flux, openFlux} from './open-flux.js'

const LINES = [
  '{"level":"info","ts":"t1","msg":"first","controllerKind":"Bucket","name":"a","namespace":"flux-system"}\r',
  ' {"level":"info","ts":"t2","msg":"no line of a controller","namespace":"flux-system"}',
  '{"level":"info","ts":5,"msg":"other types","namespace":"FLUX-system"}',
  '{"level":"error","ts":"t4","msg":"last","error":"broken","namespace":"flux-system"}',
]

let flux: Flux
beforeAll(async () => {
  flux = await openFlux(['namespaces.yaml', 'controller-pods.yaml'])
  flux.setLogs({'flux-system/source-controller-1/manager': LINES.join('\n')})
})
afterAll(() => flux.close())

const FAULT = '✗ parse error: json: cannot unmarshal number into Go struct field ControllerLogEntry.ts of type string\n'
const TEXT = 't1 info Bucket/a.flux-system - first \n5 info  - other types \nt4 error  - last broken\n'

describe('logs', () => {
  it('as the controller wrote them, as documents, or with the pod in front', async () => {
    expect((await flux.run('logs')).stdout).toBe(TEXT)
    expect((await flux.run('logs -o json')).stdout).toBe(`${LINES[0]!.slice(0, -1)}\n${LINES[2]}\n${LINES[3]}\n`)
    expect((await flux.run('logs -o yaml --level error')).stdout).toBe(
      '---\nerror: broken\nlevel: error\nmsg: last\nnamespace: flux-system\nts: t4\n',
    )
    expect((await flux.run('logs -o wide')).stdout).toBe(TEXT.replaceAll(/^(?=.)/gm, 'source-controller-1 '))
    expect((await flux.run('logs -o name')).stdout).toMatchInlineSnapshot(`
      "bucket.source.toolkit.fluxcd.io/a
      "
    `)
  })

  it('tells the first line of a pod that flux would end it with, and goes on', async () => {
    expect(await flux.run('logs')).toEqual({exit: 0, stdout: TEXT, stderr: FAULT})
    const lines = ['{"msg":"a"', '{"MSG":"b","msg":null,"Namespace":"flux-system"} ', '{"msg":[]}', '{"msg":"c"}{']
    flux.setLogs({'flux-system/source-controller-1/manager': lines.join('\n')})
    expect(await flux.run('logs -A')).toEqual({
      ...{exit: 0, stdout: '   - b \n   -  \n'},
      stderr: '✗ parse error: unexpected end of JSON input\n',
    })
    flux.setLogs({'flux-system/source-controller-1/manager': LINES.join('\n')})
  })

  it('takes parts of seconds as flux does', async () => {
    expect((await flux.run('logs --since 600ms')).stdout).toBe(TEXT)
    const refused = await flux.run('logs --since 400ms')
    expect(refused.stderr).toContain(
      'failed getting logs: PodLogOptions "source-controller-1" is invalid: sinceSeconds: Invalid value: 0',
    )
    expect(refused.exit).toBe(1)
  })

  it('tells of a pod that cannot be reached and goes on with the others', async () => {
    await flux.kube.delete({apiVersion: 'v1', kind: 'Node', name: 'node-1'})
    const failed = 'failed getting logs: pods "node-1" not found\n'
    expect(await flux.run('logs')).toEqual({
      ...{exit: 1, stdout: TEXT},
      stderr: `${failed}${FAULT}✗ failed to collect logs from all Flux pods\n`,
    })
    expect(await flux.run('logs -f --timeout 2s')).toEqual({exit: 0, stdout: TEXT, stderr: `${failed}${FAULT}`})
  })
})
