import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {rootCertificates} from 'node:tls'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {createDiskFs} from '../../../../src/lib/adapters/system/disk-fs.js'
import {systemRandom} from '../../../../src/lib/adapters/system/random.js'
import {createTasks} from '../../../../src/lib/adapters/system/tasks.js'
import {environmentRoots} from '../../../../src/lib/wiring/tls/environment-roots.js'
import {withRoots} from '../../../../src/lib/wiring/tls/with-roots.js'
import {authority} from '../../../fakes/pki/index.js'

const [a, b, c] = ['a', 'b', 'c'].map((subject) => authority({subject}).pem) as [string, string, string]
const bad = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'
const files = createDiskFs(createTasks(), systemRandom)
let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roots-'))
  await mkdir(join(folder, 'some/below'), {recursive: true})
  await mkdir(join(folder, 'more'))
  await writeFile(join(folder, 'a.pem'), a)
  await writeFile(join(folder, 'junk'), 'nothing of the kind')
  await writeFile(join(folder, 'some/b'), `${bad}${b}`)
  await writeFile(join(folder, 'some/key'), 'no certificate')
  await writeFile(join(folder, 'more/c'), c)
})
afterAll(() => rm(folder, {recursive: true}))

/** Which of the three are named, and whether Node's roots are as well. */
async function roots(env: Record<string, string>): Promise<string | undefined> {
  const named = Object.fromEntries(
    Object.entries(env).map(([key, value]) => [key, value.replaceAll(/[^:]+/g, (path) => join(folder, path))]),
  )
  const text = await environmentRoots(named, files)
  if (text === undefined) return undefined
  const own = Object.entries({a, b, c}).flatMap(([name, pem]) => (text.includes(pem.trim()) ? [name] : []))
  return `${own.join('')}${text.includes(rootCertificates[0]!) ? '+' : ''}${text.includes('AAAA\n---') ? ' bad' : ''}`
}

describe('roots of the environment', () => {
  it('are those of a file, of folders and of both', async () => {
    expect(await roots({SSL_CERT_FILE: 'a.pem'})).toBe('a+')
    expect(await roots({SSL_CERT_DIR: 'some:more'})).toBe('bc+')
    expect(await roots({SSL_CERT_FILE: 'a.pem', SSL_CERT_DIR: 'more'})).toBe('ac')
  })

  it('count for a server without an authority only', async () => {
    const env = {SSL_CERT_FILE: join(folder, 'a.pem'), SSL_CERT_DIR: join(folder, 'more')}
    const server = {server: 'https://a', headers: async () => ({})}
    expect((await withRoots({...server, tls: {serverName: 'b'}}, env, files)).tls).toEqual({serverName: 'b', ca: `${a}\n${c}`})
    for (const tls of [{ca: b}, {insecure: true}]) {
      const way = {...server, tls}
      expect(await withRoots(way, env, files)).toBe(way)
    }
    const way = {...server, tls: {}}
    expect(await withRoots(way, {}, files)).toBe(way)
    expect(await withRoots(way, {SSL_CERT_FILE: join(folder, 'junk')}, files)).toBe(way)
  })

  it('leave all as it is when none can be read', async () => {
    expect(await roots({SSL_CERT_FILE: 'gone.pem'})).toBeUndefined()
    expect(await roots({SSL_CERT_FILE: 'junk', SSL_CERT_DIR: 'gone'})).toBeUndefined()
    expect(await roots({SSL_CERT_FILE: '', SSL_CERT_DIR: ''})).toBeUndefined()
  })
})
