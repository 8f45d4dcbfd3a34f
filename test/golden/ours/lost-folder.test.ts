import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {LOST_FOLDER} from '../../../src/lib/errors/lost-folder.js'
import {ALL_KINDS, type Flux, openFlux} from './open-flux.js'

let flux: Flux
beforeAll(async () => {
  flux = await openFlux(ALL_KINDS)
})
afterAll(() => flux.close())

const run = (line: string) => flux.run(line, {cwd: LOST_FOLDER})

/** In a working folder that was removed; the words are those of CNCF's flux there. */
describe('a lost working folder', () => {
  it.each(['get ks', 'version --client', 'export ks --all', 'completion bash', 'install --export'])(
    'is no matter for: %s',
    async (line) => {
      const there = await flux.run(line)
      expect([there.exit, there.stdout === '']).toEqual([0, false])
      expect(await run(line)).toEqual(there)
    },
  )

  it.each([
    ['build kustomization web --path ./missing', 'failed to resolve absolute path: getwd: no such file or directory'],
    [
      'build kustomization web --path <dir> --dry-run --kustomization-file missing.yaml',
      'invalid kustomization file "missing.yaml"',
    ],
    ['migrate -f . --dry-run', '✗ failed to walk directory .: readdirent ./.: no such file or directory'],
    [
      'create secret tls name1 --tls-crt-file missing.pem --tls-key-file missing.key --export',
      'open missing.pem: no such file or directory',
    ],
    [
      'create helmrelease name1 --source HelmRepository/a --chart a --values missing.yaml --export',
      'open missing.yaml: no such file or directory',
    ],
  ])('is told of a relative path: %s', async (line, words) => {
    const {exit, stderr} = await run(line)
    expect(exit).toBe(1)
    expect(stderr).toContain(words)
  })
})
