import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import type {KubeObject} from '../../../src/lib/ports/kube.js'
import {ALL_KINDS, type Flux, openFlux} from './open-flux.js'

let flux: Flux
beforeAll(async () => {
  // on the real clock: a watch is nothing that is in flight, and time would pass before the command has loaded its parts
  flux = await openFlux(ALL_KINDS, {virtual: false})
}, 60_000)
afterAll(() => flux.close())

/** What a terminal shows at the end: frames go back over the lines before. */
function screen(text: string): string[] {
  const lines: string[] = []
  for (const frame of text.split(/(?=\x1b\[\d+A\r\x1b\[J)/)) {
    const back = /^\x1b\[(\d+)A\r\x1b\[J/.exec(frame)
    if (back) lines.splice(lines.length - Number(back[1]))
    lines.push(
      ...frame
        .slice(back?.[0].length ?? 0)
        .split('\n')
        .slice(0, -1),
    )
  }
  return lines
}

const ref = {apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization', namespace: 'flux-system'}

const kustomization = (name: string): KubeObject => ({
  apiVersion: ref.apiVersion,
  kind: ref.kind,
  metadata: {name, namespace: ref.namespace, labels: {team: 'short-lived'}},
  spec: {interval: '10m', prune: true, sourceRef: {kind: 'GitRepository', name: 'web'}},
})

/** Until a watch of an API in this process has begun. */
const pause = () => new Promise((resolve) => setTimeout(resolve, 1_500))

describe('get --watch', () => {
  it('is one table on a terminal that changes with the objects', async () => {
    const watching = flux.run('get ks --watch --timeout 5s -l team=web', {terminal: {columns: 60, rows: 20}})
    await flux.kube.patch({...ref, name: 'web'}, {type: 'merge', body: {spec: {suspend: true}}})
    const {exit, stdout, stderr} = await watching
    expect(stderr).toContain('✗ timed out waiting for the condition')
    expect(exit).toBe(1)
    const lines = screen(stdout)
    expect(lines[0]).toMatch(/^NAME {2,}REVISION {2,}SUSPENDED {2}READY {2}/)
    expect(lines.filter((line) => line.startsWith('web '))).toHaveLength(1)
    expect(lines.find((line) => line.startsWith('web '))).toContain('  True       ')
    expect(Math.max(...lines.map((line) => [...line].length))).toBeLessThanOrEqual(60)
    await flux.kube.patch({...ref, name: 'web'}, {type: 'merge', body: {spec: {suspend: null}}})
  })

  it('fits any terminal', async () => {
    const {stdout} = await flux.run('get ks -A --watch --timeout 1s', {terminal: {columns: 8, rows: 4}})
    const lines = screen(stdout)
    expect(lines).toHaveLength(3)
    expect(lines[0]).toBe('NAMESPA…')
    expect(lines[2]).toMatch(/^\.\.\. and…$/)
  })

  it('takes away the row of what is deleted', async () => {
    const gone = {...ref, name: 'gone'}
    await flux.kube.create(kustomization('gone'))
    const watching = flux.run('get ks --watch --timeout 3s -l team=short-lived', {terminal: {columns: 60, rows: 20}})
    await pause()
    await flux.kube.delete(gone)
    const {stdout} = await watching
    expect(stdout).toContain('gone ')
    expect(screen(stdout).filter((line) => line.startsWith('gone '))).toEqual([])
  })

  it('prints the row of what is deleted once more where nothing can be redrawn, as recorded from flux', async () => {
    const run = async (name: string, line: string) => {
      await flux.kube.create(kustomization(name))
      const watching = flux.run(`${line} --watch --timeout 3s`)
      await pause()
      await flux.kube.delete({...ref, name})
      return (await watching).stdout
    }
    const header = 'NAME\tREVISION\tSUSPENDED\tREADY\tMESSAGE                  \n'
    const row = (name: string) => `${name}\t\tFalse\tFalse\twaiting to be reconciled\t\n`
    const wide = (name: string) => `${name}\t        \tFalse    \tFalse\twaiting to be reconciled\t\n`
    const lines: readonly (readonly [line: string, stdout: (name: string) => string])[] = [
      ['get ks NAME', (name) => header + wide(name) + row(name)],
      ['get ks NAME --no-header', (name) => row(name).repeat(2)],
      ['get ks NAME -A --no-header', (name) => `flux-system\t${row(name)}`.repeat(2)],
      ['get ks NAME --status-selector ready=true', () => 'NAME\tREVISION\tSUSPENDED\tREADY\tMESSAGE \n'],
      ['get ks NAME --status-selector ready!=true', (name) => header + wide(name) + row(name)],
      ['get ks NAME -o name', (name) => `kustomization.kustomize.toolkit.fluxcd.io/${name}\n`],
    ]
    const names = lines.map((_, index) => `go-${index}`)
    expect(await Promise.all(lines.map(([line], index) => run(names[index]!, line.replace('NAME', names[index]!))))).toEqual(
      lines.map(([, stdout], index) => stdout(names[index]!)),
    )
  })

  it('prints what no longer matches the labels as if it were deleted', async () => {
    await flux.kube.create(kustomization('moves'))
    const watching = flux.run('get ks --watch --timeout 3s --no-header -l team=short-lived')
    await pause()
    await flux.kube.patch({...ref, name: 'moves'}, {type: 'merge', body: {metadata: {labels: {team: 'other'}}}})
    const row = 'moves\t\tFalse\tFalse\twaiting to be reconciled\t\n'
    expect((await watching).stdout).toBe(row + row)
    await flux.kube.delete({...ref, name: 'moves'})
  })

  it('prints a line per change where nothing can be redrawn', async () => {
    const {stdout} = await flux.run('get ks web --watch --timeout 1s -o json')
    const object = JSON.parse(stdout) as {kind: string; metadata: {name: string}}
    expect(object).toMatchObject({kind: 'Kustomization', metadata: {name: 'web'}})
    expect(stdout.trimEnd()).not.toContain('\n')
    expect((await flux.run('get ks web --watch --timeout 1s -o name')).stdout).toBe(
      'kustomization.kustomize.toolkit.fluxcd.io/web\n',
    )
    expect((await flux.run('get ks web --watch --timeout 1s -o yaml')).stdout).toMatch(/^---\napiVersion: kustomize/)
  })
})
