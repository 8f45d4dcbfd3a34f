import {existsSync, mkdtempSync, renameSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, it} from 'vitest'
import {configMap, startTestServer} from '../harness.js'

const MAPS = '/api/v1/namespaces/default/configmaps'
let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'data-folder-'))
})
afterEach(() => rmSync(folder, {recursive: true, force: true}))

async function write(dataDir: string, name: string): Promise<void> {
  const api = await startTestServer({dataDir})
  await api.create(MAPS, configMap(name))
  await api.close()
}

async function status(dataDir: string, name: string): Promise<number> {
  const api = await startTestServer({dataDir})
  const {status: code} = await api.ask('GET', `${MAPS}/${name}`)
  await api.close()
  return code
}

it('the database is in db; who names that folder means the same one', async () => {
  await write(folder, 'a')
  expect([existsSync(join(folder, 'db/CURRENT')), existsSync(join(folder, 'CURRENT'))]).toEqual([true, false])
  const first = await startTestServer({dataDir: folder})
  for (const dataDir of [folder, join(folder, 'db')]) {
    await expect(startTestServer({dataDir})).rejects.toThrow(`${dataDir}: in use by another process`)
  }
  await first.close()
  expect(await status(join(folder, 'db'), 'a')).toBe(200)
  expect(existsSync(join(folder, 'db/db'))).toBe(false)
})

it('a folder of the older layout is opened as it is, and nobody makes a second database in it', async () => {
  await write(join(folder, 'new'), 'old')
  // what the library wrote before: the database in the folder itself
  const older = join(folder, 'older')
  renameSync(join(folder, 'new/db'), older)
  const first = await startTestServer({dataDir: older})
  expect((await first.ask('GET', `${MAPS}/old`)).status).toBe(200)
  await expect(startTestServer({dataDir: older})).rejects.toThrow('in use by another process')
  await first.close()
  expect(existsSync(join(older, 'db'))).toBe(false)
  expect(await status(older, 'old')).toBe(200)
})

it('a folder with two databases is refused: nobody knows which one is meant', async () => {
  await write(join(folder, 'two'), 'outer')
  renameSync(join(folder, 'two/db'), join(folder, 'outer'))
  await write(join(folder, 'outer/db/x'), 'inner')
  renameSync(join(folder, 'outer/db/x/db'), join(folder, 'inner'))
  rmSync(join(folder, 'outer/db'), {recursive: true})
  renameSync(join(folder, 'inner'), join(folder, 'outer/db'))
  const both = join(folder, 'outer')
  await expect(startTestServer({dataDir: both})).rejects.toMatchObject({code: 'data-dir', hints: [expect.stringContaining('db')]})
  expect(await status(join(both, 'db'), 'inner')).toBe(200)
})
