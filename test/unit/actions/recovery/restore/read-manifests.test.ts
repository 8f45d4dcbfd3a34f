import {execFileSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect, it, onTestFinished} from 'vitest'
import {readManifests} from '../../../../../src/lib/actions/recovery/restore/read-manifests.js'
import {openDisk} from '../../../../../src/lib/wiring/disk.js'

const input = {bytes: async function* () {}, interactive: false, hide: () => () => undefined}

function mounted(): string {
  const cwd = mkdtempSync(join(tmpdir(), 'mounted-'))
  onTestFinished(() => rmSync(cwd, {recursive: true}))
  mkdirSync(join(cwd, '..data.1'))
  writeFileSync(join(cwd, '..data.1/map.yaml'), 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: linked}\n')
  symlinkSync('..data.1', join(cwd, '..data'))
  symlinkSync('..data/map.yaml', join(cwd, 'map.yaml'))
  symlinkSync('..data', join(cwd, 'folder.yaml'))
  return cwd
}

const read = (cwd: string, paths = ['.']) => readManifests({fs: openDisk(), input, cwd}, paths)

it('reads a mounted ConfigMap, whose files are links, once', async () => {
  const cwd = mounted()
  const manifests = await read(cwd, [join(cwd, '..data'), '.'])
  expect(manifests.map(({at, object}) => [at, object.metadata.name])).toEqual([
    [`${join(cwd, '..data')}/map.yaml:1`, 'linked'],
    ['./map.yaml:1', 'linked'],
  ])
})

it.each([
  ['a link to nowhere', 'the link leads to no file', (path: string) => symlinkSync('nowhere', path)],
  ['a link to itself', 'too many levels of symbolic links', (path: string) => symlinkSync('z.yaml', path)],
  ['a pipe', 'is a pipe, a socket or a device', (path: string) => void execFileSync('mkfifo', [path])],
])('does not pass over %s', async (_, words, make) => {
  const cwd = mounted()
  make(join(cwd, 'z.yaml'))
  await expect(read(cwd)).rejects.toThrow(`./z.yaml: ${words}`)
})
