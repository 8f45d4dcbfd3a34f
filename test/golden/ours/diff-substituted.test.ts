import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {type Flux, openFlux} from './open-flux.js'

const CANARY = 'canary-9c2e'
const line = 'diff ks vault --path all --progress-bar=false'

let flux: Flux
beforeAll(async () => {
  flux = await openFlux(['namespaces.yaml', 'sources.yaml'])
  const substituteFrom = [{kind: 'Secret', name: 'vault-vars'}]
  await flux.kube.create({
    ...{apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization', metadata: at('flux-system', 'vault')},
    spec: {interval: '10m', prune: true, sourceRef: {kind: 'GitRepository', name: 'webapp'}, postBuild: {substituteFrom}},
  })
  const vars = {apiVersion: 'v1', kind: 'Secret', metadata: at('flux-system', 'vault-vars')}
  await flux.kube.create({...vars, stringData: {PASSWORD: `${CANARY}-new`, PORT: '8080'}})
  await flux.kube.create({...configMap, data: {url: `https://me:${CANARY}-old@host`, port: 'port 80'}})
  mkdirSync(join(flux.dir, 'all'))
  const data = {url: 'https://me:${PASSWORD}@host', port: 'port ${PORT}'}
  writeFileSync(join(flux.dir, 'all/a.yaml'), JSON.stringify({...configMap, data}))
  const created = {...configMap, metadata: at('apps', 'created'), data}
  writeFileSync(join(flux.dir, 'all/b.yaml'), JSON.stringify(created))
})
afterAll(() => flux.close())

const at = (namespace: string, name: string) => ({namespace, name})
const configMap = {apiVersion: 'v1', kind: 'ConfigMap', metadata: at('apps', 'drifted')}

/** Variables from Secrets go into objects of other kinds. */
describe('flux diff kustomization with variables from a Secret', () => {
  it.each(['unified', 'json', 'github', 'gitlab'])('shows none of their values as %s, of before neither', async (form) => {
    const {exit, stdout, stderr} = await flux.run(`${line} -o ${form}`)
    expect(exit).toBe(1)
    expect(stdout + stderr).not.toContain(CANARY)
    expect(stdout).toContain('*** (after)')
    // what is no secret is seen
    expect(stdout).toContain('8080')
  })

  it('is what CNCF’s flux prints as text', async () => {
    expect((await flux.run(line)).stdout).toContain(`+ https://me:${CANARY}-new@host`)
  })
})
