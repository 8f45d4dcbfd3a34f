import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {ALL_KINDS, type Flux, openFlux} from './open-flux.js'

let flux: Flux
beforeAll(async () => {
  flux = await openFlux([...ALL_KINDS, 'workloads.yaml'])
  const kind = {apiVersion: 'image.toolkit.fluxcd.io/v1', kind: 'ImageRepository'}
  const body = {status: {lastScanResult: {scanTime: '2026-07-01T22:00:00Z', tagCount: 1}}}
  const {items} = await flux.kube.list(kind)
  for (const {metadata} of items) {
    const ref = {...kind, namespace: metadata.namespace, name: metadata.name!}
    await flux.kube.patch(ref, {type: 'merge', body}, {subresource: 'status'})
  }
})
afterAll(() => flux.close())

const run = async (line: string, TZ: string) => (await flux.run(line, {env: {TZ}})).stdout

describe('times of tables and reports are local, as Go prints them', () => {
  it.each([
    ['Asia/Tokyo', '2026-07-02T07:00:00+09:00'],
    ['America/New_York', '2026-07-01T18:00:00-04:00'],
    ['UTC', '2026-07-01T22:00:00Z'],
    ['', '2026-07-01T22:00:00Z'],
  ])('in zone %j', async (TZ, scanned) => {
    for (const line of ['get images repository', 'get images all', 'get all'])
      expect(await run(line, TZ), line).toMatch(new RegExp(`\t${scanned.replaceAll('+', '\\+')} *\t`))
  })

  it('trace', async () => {
    expect(await run('trace deployment web -n apps', 'Asia/Tokyo')).toMatch(
      /Last reconciled at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+0900 JST\n/,
    )
    expect(await run('trace deployment web -n apps', '')).toMatch(/Last reconciled at \S+ \S+ \+0000 UTC\n/)
  })

  it('and so are the requests of reconcile', async () => {
    await flux.run('reconcile source git infra --timeout 1s', {env: {TZ: 'Asia/Tokyo'}})
    const ref = {apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'GitRepository', namespace: 'flux-system', name: 'infra'}
    const {metadata} = await flux.kube.get(ref)
    expect(metadata.annotations?.['reconcile.fluxcd.io/requestedAt']).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+\+09:00$/)
  })

  it('data is as the cluster keeps it', async () => {
    expect(await run('get images repository -o json', 'Asia/Tokyo')).toContain('"2026-07-01T22:00:00Z"')
  })
})
