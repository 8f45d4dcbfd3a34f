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
