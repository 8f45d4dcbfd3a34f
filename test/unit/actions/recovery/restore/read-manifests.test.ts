import {execFileSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect, it, onTestFinished} from 'vitest'
import {readManifests} from '../../../../../src/lib/actions/recovery/restore/read-manifests.js'
import {openDisk} from '../../../../../src/lib/wiring/disk.js'

const input = {bytes: async function* () {}, interactive: false, hide: () => () => undefined}

it('reads a mounted ConfigMap, whose files are links, once, and passes over pipes and links to nowhere', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'mounted-'))
  onTestFinished(() => rmSync(cwd, {recursive: true}))
  mkdirSync(join(cwd, '..data.1'))
  writeFileSync(join(cwd, '..data.1/map.yaml'), 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: linked}\n')
  symlinkSync('..data.1', join(cwd, '..data'))
  symlinkSync('..data/map.yaml', join(cwd, 'map.yaml'))
  symlinkSync('nowhere', join(cwd, 'lost.yaml'))
  symlinkSync('loop.yaml', join(cwd, 'loop.yaml'))
  execFileSync('mkfifo', ['pipe.yaml'], {cwd})
  const manifests = await readManifests({fs: openDisk(), input, cwd}, [join(cwd, '..data'), '.'])
  expect(manifests.map(({at, object}) => [at, object.metadata.name])).toEqual([
    [`${join(cwd, '..data')}/map.yaml:1`, 'linked'],
    ['./map.yaml:1', 'linked'],
  ])
})

it('tells keys that stand twice with the documents that have them, not those of build files', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'repeated-'))
  onTestFinished(() => rmSync(cwd, {recursive: true}))
  const map = (name: string, rest: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n${rest}`
  const list = 'kind: List\napiVersion: v1\nitems:\n- {apiVersion: v1, kind: Pod, metadata: {name: d, name: e}}\n'
  writeFileSync(
    join(cwd, 'a.yaml'),
    `# first\n${map('a', 'data: {x: CANARY}\ndata: {z: CANARY}\n')}---\n---\n${map('b', '')}---\n${map('c', 'data: {"k v": 1, k v: 2}\n')}---\n${list}`,
  )
  writeFileSync(join(cwd, 'kustomization.yaml'), 'resources: []\nresources: []\n')
  const manifests = await readManifests({fs: openDisk(), input, cwd}, ['.'])
  expect(manifests.map(({object, repeated}) => [object.metadata.name, repeated])).toEqual([
    ['a', ['./a.yaml:6: data']],
    ['b', undefined],
    ['c', ['./a.yaml:16: data["k v"]']],
    ['e', ['./a.yaml:21: items[0].metadata.name']],
  ])
  expect(manifests[0]!.object['data']).toEqual({z: 'CANARY'})
})
