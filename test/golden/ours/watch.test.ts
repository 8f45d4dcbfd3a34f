import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {FluxError} from '../../../src/lib/errors/flux-error.js'
import type {KubeObject} from '../../../src/lib/ports/kube.js'
import {ALL_KINDS, type Flux, openFlux} from './open-flux.js'

let flux: Flux
beforeAll(async () => {
  // on the real clock: a watch is nothing that is in flight, and time would pass before the command has loaded its parts
  flux = await openFlux(ALL_KINDS, {virtual: false})
})
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

/** What must not come would have come by then on any machine that is not too busy. */
const aMoment = () => new Promise((resolve) => setTimeout(resolve, 500))

const ref = {apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization', namespace: 'flux-system'}

const kustomization = (name: string): KubeObject => ({
  apiVersion: ref.apiVersion,
  kind: ref.kind,
  metadata: {name, namespace: ref.namespace, labels: {team: 'short-lived'}},
  spec: {interval: '10m', prune: true, sourceRef: {kind: 'GitRepository', name: 'web'}},
})

/** Starts a watch; `shown` waits for what it has written by then, `end` presses Ctrl-C. */
function start(line: string, terminal?: {columns: number; rows: number}) {
  const stopping = new AbortController()
  let stdout = ''
  let look = (): void => undefined
  const heard = (text: string) => {
    stdout = text
    look()
  }
  const ended = flux.run(`${line} --watch`, {signal: stopping.signal, heard, ...(terminal && {terminal})})
  return {
    shown: (holds: (stdout: string) => boolean) =>
      new Promise<void>((done) => {
        look = () => {
          if (holds(stdout)) done()
        }
        look()
      }),
    end: async () => {
      stopping.abort(new FluxError('interrupted', 'interrupted', {exitCode: 130}))
      return (await ended).stdout
    },
  }
}

describe('get --watch', () => {
  it('is one table on a terminal that changes with the objects', async () => {
    const watch = start('get ks -l team=web', {columns: 60, rows: 20})
    await watch.shown((text) => text.includes('web '))
    await flux.kube.patch({...ref, name: 'web'}, {type: 'merge', body: {spec: {suspend: true}}})
    await watch.shown((text) => text.includes('  True       '))
    const lines = screen(await watch.end())
    expect(lines[0]).toMatch(/^NAME {2,}REVISION {2,}SUSPENDED {2}READY {2}/)
    expect(lines.filter((line) => line.startsWith('web '))).toHaveLength(1)
    expect(lines.find((line) => line.startsWith('web '))).toContain('  True       ')
    expect(Math.max(...lines.map((line) => [...line].length))).toBeLessThanOrEqual(60)
    await flux.kube.patch({...ref, name: 'web'}, {type: 'merge', body: {spec: {suspend: null}}})
  })

  it('says that its time is over', async () => {
    const {exit, stderr} = await flux.run('get ks --watch --timeout 1s -l team=web', {terminal: {columns: 60, rows: 20}})
    expect(stderr).toContain('✗ timed out waiting for the condition')
    expect(exit).toBe(1)
  })

  it('fits any terminal', async () => {
    const watch = start('get ks -A', {columns: 8, rows: 4})
    await watch.shown((text) => text.includes('... and'))
    const lines = screen(await watch.end())
    expect(lines).toHaveLength(3)
    expect(lines[0]).toBe('NAMESPA…')
    expect(lines[2]).toMatch(/^\.\.\. and…$/)
  })

  it('takes away the row of what is deleted', async () => {
    await flux.kube.create(kustomization('gone'))
    const watch = start('get ks -l team=short-lived', {columns: 60, rows: 20})
    await watch.shown((text) => text.includes('gone '))
    await flux.kube.delete({...ref, name: 'gone'})
    const isThere = (text: string) => screen(text).some((line) => line.startsWith('gone '))
    await watch.shown((text) => !isThere(text))
    expect(isThere(await watch.end())).toBe(false)
  })

  it('prints the row of what is deleted once more where nothing can be redrawn, as recorded from flux', async () => {
    const header = 'NAME\tREVISION\tSUSPENDED\tREADY\tMESSAGE                  \n'
    const row = (name: string) => `${name}\t\tFalse\tFalse\twaiting to be reconciled\t\n`
    const wide = (name: string) => `${name}\t        \tFalse    \tFalse\twaiting to be reconciled\t\n`
    const empty = 'NAME\tREVISION\tSUSPENDED\tREADY\tMESSAGE \n'
    const lines: readonly (readonly [line: string, first: (name: string) => string, next: (name: string) => string])[] = [
      ['get ks NAME', (name) => header + wide(name), row],
      ['get ks NAME --no-header', row, row],
      ['get ks NAME -A --no-header', (name) => `flux-system\t${row(name)}`, (name) => `flux-system\t${row(name)}`],
      ['get ks NAME --status-selector ready=true', () => empty, () => ''],
      ['get ks NAME --status-selector ready!=true', (name) => header + wide(name), row],
      ['get ks NAME -o name', (name) => `kustomization.kustomize.toolkit.fluxcd.io/${name}\n`, () => ''],
    ]
    const run = async (name: string, [line, first, next]: (typeof lines)[number]) => {
      await flux.kube.create(kustomization(name))
      const watch = start(line.replace('NAME', name))
      await watch.shown((text) => text === first(name))
      await flux.kube.delete({...ref, name})
      if (next(name) === '') await aMoment()
      else await watch.shown((text) => text.length >= (first(name) + next(name)).length)
      expect(await watch.end(), line).toBe(first(name) + next(name))
    }
    await Promise.all(lines.map((line, index) => run(`go-${index}`, line)))
  })

  it('prints what no longer matches the labels as if it were deleted', async () => {
    await flux.kube.create(kustomization('moves'))
    const watch = start('get ks --no-header -l team=short-lived')
    const row = 'moves\t\tFalse\tFalse\twaiting to be reconciled\t\n'
    await watch.shown((text) => text === row)
    await flux.kube.patch({...ref, name: 'moves'}, {type: 'merge', body: {metadata: {labels: {team: 'other'}}}})
    await watch.shown((text) => text.length > row.length)
    expect(await watch.end()).toBe(row + row)
    await flux.kube.delete({...ref, name: 'moves'})
  })

  it('prints a line per change where nothing can be redrawn', async () => {
    const first = async (form: string) => {
      const watch = start(`get ks web -o ${form}`)
      await watch.shown((text) => text.endsWith('\n'))
      return watch.end()
    }
    const stdout = await first('json')
    const object = JSON.parse(stdout) as {kind: string; metadata: {name: string}}
    expect(object).toMatchObject({kind: 'Kustomization', metadata: {name: 'web'}})
    expect(stdout.trimEnd()).not.toContain('\n')
    expect(await first('name')).toBe('kustomization.kustomize.toolkit.fluxcd.io/web\n')
    expect(await first('yaml')).toMatch(/^---\napiVersion: kustomize/)
  })
})
