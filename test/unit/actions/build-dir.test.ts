import {mkdirSync, mkdtempSync, symlinkSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {buildDir} from '../../../src/lib/actions/build-dir.js'
import {createDiskFs} from '../../../src/lib/adapters/system/disk-fs.js'
import {systemRandom} from '../../../src/lib/adapters/system/random.js'
import {createTasks} from '../../../src/lib/adapters/system/tasks.js'
import {FluxError} from '../../../src/lib/errors/flux-error.js'
import {chartInflator} from '../../../src/lib/render/helm/chart-inflator.js'
import {filesTree} from '../../fakes/files-tree.js'
import {httpAnswers} from '../../fakes/http-answers.js'

const CM = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\n'
const fs = createDiskFs(createTasks(), systemRandom)
const {signal} = new AbortController()

function folder(kustomization: string): string {
  const path = mkdtempSync(join(tmpdir(), 'build-dir-'))
  writeFileSync(join(path, 'kustomization.yaml'), kustomization)
  writeFileSync(join(path, 'x.yaml'), CM)
  return path
}

describe('buildDir', () => {
  it('opens no network for what lies on the disk', async () => {
    const network = () => Promise.reject(new Error('nobody asked for it'))
    expect(await buildDir(fs, folder('resources: [x.yaml]\n'), '.', {network, signal})).toBe(CM)
  })

  it('fetches a remote file, and refuses it when told so', async () => {
    const path = folder('resources: [http://example.com/x.yaml]\n')
    const network = async () => ({
      http: httpAnswers(({url}) => (url === 'http://example.com/x.yaml' ? {body: CM} : undefined)),
      git: undefined as never,
    })
    expect(await buildDir(fs, path, '.', {network, signal})).toBe(CM)
    await expect(buildDir(fs, path, '.', {network: undefined, signal})).rejects.toThrow('remote bases are not allowed')
  })

  it('builds a repository by its address, its bases within it', async () => {
    const asked: unknown[] = []
    const tree = filesTree({
      'base/kustomization.yaml': 'resources: [x.yaml, ../other]\n',
      'base/x.yaml': CM,
      'other/kustomization.yaml': 'resources: [y.yaml]\n',
      'other/y.yaml': CM.replace('x\n', 'other\n'),
    })
    const clone = async (spec: unknown) => {
      asked.push(spec)
      return {unchanged: false, tree}
    }
    const network = async () => ({http: httpAnswers(() => undefined), git: {clone} as never})
    const url = 'https://example.com/team/repo//base?ref=v1'
    expect(await buildDir(fs, '/', url, {network, signal})).toBe(`${CM.replace('x\n', 'other\n')}---\n${CM}`)
    expect(asked).toMatchObject([{url: 'https://example.com/team/repo', ref: {branch: 'v1'}}])
    await expect(buildDir(fs, '/', url, {network: undefined, signal})).rejects.toThrow(`remote bases are not allowed: '${url}'`)
  })

  it('ends a build that takes the thread for too long', async () => {
    const path = folder('resources: [x.yaml]\n')
    const blocking = <T>(action: (checkpoint: () => void) => T, timeoutMs?: number) =>
      action(() => {
        throw new FluxError('timeout', `after ${timeoutMs}`)
      })
    await expect(buildDir(fs, path, '.', {network: undefined, signal, blocking, timeoutMs: 3000})).rejects.toThrow(/^after 3000$/)
  })

  it('inflates charts that lie beside the kustomization, only when told so', async () => {
    const path = folder('helmCharts:\n- name: web\n  releaseName: rel\n  valuesInline: {who: you}\n')
    mkdirSync(join(path, 'charts/web/templates'), {recursive: true})
    writeFileSync(join(path, 'charts/web/Chart.yaml'), 'apiVersion: v2\nname: web\nversion: 1.0.0\n')
    writeFileSync(join(path, 'charts/web/values.yaml'), 'who: me\n')
    const template = CM.replace('x\n', '{{ .Release.Name }}-{{ .Values.who }}\n')
    writeFileSync(join(path, 'charts/web/templates/x.yaml'), template)
    const charts = await chartInflator({now: () => 0, random: systemRandom})
    expect(await buildDir(fs, path, '.', {network: undefined, charts, signal})).toBe(CM.replace('x\n', 'rel-you\n'))
    await expect(buildDir(fs, path, '.', {network: undefined, signal})).rejects.toThrow('must specify --enable-helm')
  })

  it('follows absolute links on the disk', async () => {
    const outer = folder('resources: [link]\n')
    mkdirSync(join(outer, 'real'))
    writeFileSync(join(outer, 'real/kustomization.yaml'), 'resources: [y.yaml]\n')
    writeFileSync(join(outer, 'real/y.yaml'), CM)
    symlinkSync(join(outer, 'real'), join(outer, 'link'))
    expect(await buildDir(fs, outer, '.', {network: undefined, signal})).toBe(CM)
  })

  it('warns of a build that fails later, too, with file and line', async () => {
    const path = folder('resources: [x.yaml]\ncommonLabels: {a: b}\npatchesStrategicMerge: [gone.yaml]\n')
    const warnings: string[] = []
    const onWarning = (text: string) => warnings.push(text)
    await expect(buildDir(fs, path, '.', {network: undefined, signal, onWarning})).rejects.toThrow('gone.yaml')
    const fix = "Run 'kustomize edit fix' to update your Kustomization automatically."
    expect(warnings).toEqual([
      `${path}/kustomization.yaml:2: 'commonLabels' is deprecated. Please use 'labels' instead. ${fix}`,
      `${path}/kustomization.yaml:3: 'patchesStrategicMerge' is deprecated. Please use 'patches' instead. ${fix}`,
    ])
  })

  it('names a path that is no folder', async () => {
    await expect(buildDir(fs, '/', 'no/such', {network: undefined, signal})).rejects.toThrow("'no/such' is not a folder")
  })
})
