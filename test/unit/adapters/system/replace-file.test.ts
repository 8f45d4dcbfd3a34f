import {chmodSync, chownSync, linkSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect, it, onTestFinished} from 'vitest'
import {openDisk} from '../../../../src/lib/wiring/disk.js'

function file(): string {
  const folder = mkdtempSync(join(tmpdir(), 'replace-'))
  onTestFinished(() => rmSync(folder, {recursive: true}))
  const path = join(folder, 'file.yaml')
  writeFileSync(path, 'old')
  return path
}

const replaced = (path: string) => openDisk().write(path, 'new', {replaces: true})

it('keeps the mode, whatever new files get', async () => {
  const path = file()
  chmodSync(path, 0o666)
  await replaced(path)
  expect([statSync(path).mode & 0o7777, readFileSync(path, 'utf8')]).toEqual([0o666, 'new'])
  expect(readdirSync(join(path, '..'))).toEqual(['file.yaml'])
})

it('keeps other names of the file', async () => {
  const path = file()
  linkSync(path, `${path}.link`)
  await replaced(path)
  expect(readFileSync(`${path}.link`, 'utf8')).toBe('new')
})

it.runIf(process.getuid?.() === 0)('keeps the owner when root writes', async () => {
  const path = file()
  chownSync(path, 1234, 4321)
  await replaced(path)
  expect(statSync(path)).toMatchObject({uid: 1234, gid: 4321})
})

it('makes no file where there is none', async () => {
  const path = file()
  await expect(replaced(`${path}.missing`)).rejects.toThrow('ENOENT')
  expect(readdirSync(join(path, '..'))).toEqual(['file.yaml'])
})
