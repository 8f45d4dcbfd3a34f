import {mkdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {afterAll, beforeAll, describe, expect, it, vi} from 'vitest'
import {denied} from '../../fakes/denying-fs.js'
import {type Flux, openFlux} from './open-flux.js'

vi.mock(import('../../../src/lib/adapters/system/disk-fs.js'), async (load) => {
  const {denyingFs} = await import('../../fakes/denying-fs.js')
  const {createDiskFs} = await load()
  return {createDiskFs: (...needs: Parameters<typeof createDiskFs>) => denyingFs(createDiskFs(...needs))}
})

interface Entry {
  readonly path: string
  readonly folder?: true
  readonly link?: string
  readonly text?: string
  /** octal */
  readonly mode?: string
}

interface Case {
  readonly argv: readonly string[]
  readonly exit: number
  readonly stdout: string
  readonly stderr: string
}

/** Of CNCF's flux 2.9.5 as a user who is not root, each line in the same files anew. */
const {files, cases} = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../fixtures/file-faults.json'), 'utf8')) as {
  files: readonly Entry[]
  cases: readonly Case[]
}

let flux: Flux
beforeAll(async () => {
  flux = await openFlux(['namespaces.yaml'])
  for (const {path, folder, link, text, mode} of files) {
    const at = join(flux.dir, path)
    if (folder) mkdirSync(at, {recursive: true})
    else if (link !== undefined) symlinkSync(link.replace('<dir>', flux.dir), at)
    else writeFileSync(at, text ?? '')
    if (mode !== undefined) denied.set(at, Number.parseInt(mode, 8))
  }
})
afterAll(() => flux.close())

const shortened = ({argv}: Case) => argv.join(' ').replace(/(xyz){9,}/, 'xyz...')

describe('files that cannot be had', () => {
  it.each(cases.map((entry) => [shortened(entry), entry] as const))('%s', async (_, {argv, exit, stdout, stderr}) => {
    expect(await flux.run(argv.join(' '))).toEqual({exit, stdout, stderr})
  })
  // ours alone has them
  it.each([
    ['restore -f ks-closed/ks.yaml', 'ks-closed/ks.yaml: permission denied'],
    ['restore -f ks-l.yaml', 'ks-l.yaml: too many levels of symbolic links'],
    ['restore -f unreadable', '/unreadable/a.yaml: permission denied'],
    ['build dir unreadable-crds', '/unreadable-crds/p.yaml: permission denied'],
    ['build chart closed-root', '/closed-root/Chart.yaml: permission denied'],
    ['build ks new --dry-run --kustomization-file ks-l.yaml --path plain', '"ks-l.yaml": too many levels of symbolic links'],
  ])('%s', async (line, words) => {
    const {exit, stderr} = await flux.run(line)
    expect(stderr).toContain(words)
    expect(stderr).not.toMatch(/E[A-Z]{3,}: /)
    expect(exit).toBe(line.startsWith('build ks') ? 2 : 1)
  })
})
