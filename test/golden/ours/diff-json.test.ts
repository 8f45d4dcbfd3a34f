import {cpSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {describe, expect, it} from 'vitest'
import {openFlux} from './open-flux.js'

const build = resolve(import.meta.dirname, '../../corpus/cli/dirs/build')
const BASE = ['namespaces.yaml', 'sources.yaml']
const LIVE = [...BASE, 'diff-live.yaml', 'diff-live-objects.kc.yaml']
const SAME = [...BASE, 'diff-same.yaml', 'diff-same-objects.kc.yaml']
const CHILD = [...LIVE, 'diff-child.yaml', 'diff-child-objects.kc.yaml']
const LOCAL = '--local-sources GitRepository/flux-system/webapp=./recursive'

/** The shape that docs/output.md tells of `flux diff kustomization -o json`. */
describe('flux diff kustomization -o json', () => {
  it.each<[string, readonly string[], string, number]>([
    ['drift', LIVE, 'web --path deploy', 1],
    ['deleted', LIVE, 'web --path deploy --kustomization-file ks-web.yaml', 1],
    ['same', SAME, 'same --path same', 0],
    ['error', SAME, 'same --path invalid', 2],
    ['child', CHILD, `root --path recursive/parent -r ${LOCAL}`, 1],
    ['remote', CHILD, `root --path recursive/remote -r ${LOCAL}`, 0],
    ['secret', SAME, 'same --path sops', 1],
  ])('%s', async (name, setup, line, exit) => {
    const flux = await openFlux(setup)
    cpSync(build, flux.dir, {recursive: true})
    const found = await flux.run(`diff kustomization ${line} -o json --progress-bar=false`).finally(() => flux.close())
    expect(found.exit).toBe(exit)
    await expect(found.stdout).toMatchFileSnapshot(join('snapshots', `diff-${name}.json`))
  })
})
