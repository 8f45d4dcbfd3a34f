import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {ALL_KINDS, type Flux, openFlux} from './open-flux.js'

const LATE = 'client rate limiter Wait returned an error: context deadline exceeded'

let flux: Flux

beforeAll(async () => {
  flux = await openFlux(ALL_KINDS)
  const labels = {'kustomize.toolkit.fluxcd.io/name': 'web', 'kustomize.toolkit.fluxcd.io/namespace': 'flux-system'}
  await flux.kube.create({apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'traced', namespace: 'apps', labels}})
  mkdirSync(join(flux.dir, 'deploy'))
  writeFileSync(
    join(flux.dir, 'deploy/a.yaml'),
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: built, namespace: apps}\ndata: {a: b}\n',
  )
})

afterAll(() => flux.close())

/** As recorded from flux 2.9.5 on kube-apiserver; the corpus leaves out what may depend on the moment. */
describe('deadlines', () => {
  it.each(['0s', '-1s', '1ms', '1ns'])('of %s leave no time to ask anything', async (timeout) => {
    for (const line of ['get ks -n apps', 'export ks web -n apps', 'tree ks web -n apps', 'debug ks web -n apps --show-status']) {
      expect(await flux.run(`${line} --timeout=${timeout}`), line).toEqual({exit: 1, stdout: '', stderr: `✗ ${LATE}\n`})
    }
  })

  it.each(['0s', '-1s', '1ms'])('of %s keep trace from what stands behind an object alone', async (timeout) => {
    expect(await flux.run(`trace cm traced -n apps --timeout=${timeout}`)).toEqual({
      ...{exit: 0, stdout: ''},
      stderr: `failed to trace ConfigMap/traced in namespace apps: failed to find kustomization: ${LATE}`,
    })
    expect(await flux.run(`trace cm gone -n apps --timeout=${timeout}`)).toMatchObject({
      ...{exit: 1, stderr: '✗ x: configmaps "gone" not found\n'},
    })
  })

  it('of nothing mean no limit of the user to a build; one that is over stays so', async () => {
    const line = (verb: string, timeout: string) => flux.run(`${verb} ks web -n flux-system --path ./deploy --timeout=${timeout}`)
    expect(await line('build', '0s')).toMatchObject({exit: 0, stdout: expect.stringContaining('name: built')})
    expect(await line('diff', '0s')).toMatchObject({exit: 1, stdout: expect.stringContaining('► ConfigMap/apps/built created')})
    const late = `✗ failed to get kustomization object: ${LATE}\n`
    expect(await line('build', '-1s')).toMatchObject({exit: 1, stderr: late})
    expect(await line('diff', '-1s')).toMatchObject({exit: 2, stderr: late})
  })
})
