import {mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {makeFolder} from '../../../../src/lib/formats/folders/make-folder.js'

const disk = {
  mkdir: (path: string) => mkdirSync(path, {mode: 0o700}),
  isFolder: (path: string) => statSync(path, {throwIfNoEntry: false})?.isDirectory() === true,
}

describe('makeFolder', () => {
  it('makes a folder and those above it, and takes one that is there', () => {
    const root = mkdtempSync(join(tmpdir(), 'make-folder-'))
    makeFolder(join(root, 'a', 'b', 'c'), disk)
    makeFolder(join(root, 'a', 'b', 'c'), disk)
    expect(statSync(join(root, 'a', 'b', 'c')).mode & 0o777).toBe(0o700)
    mkdirSync(join(root, 'real'))
    symlinkSync('real', join(root, 'link'))
    makeFolder(join(root, 'link', 'd'), disk)
    expect(disk.isFolder(join(root, 'real', 'd'))).toBe(true)
    makeFolder('/', disk)
    rmSync(root, {recursive: true})
  })

  it('says what is in the way', () => {
    const root = mkdtempSync(join(tmpdir(), 'make-folder-'))
    writeFileSync(join(root, 'file'), '')
    symlinkSync('nowhere', join(root, 'dangling'))
    expect(() => makeFolder(join(root, 'file'), disk)).toThrow('EEXIST')
    expect(() => makeFolder(join(root, 'dangling'), disk)).toThrow('EEXIST')
    rmSync(root, {recursive: true})
  })

  it('ends where a folder takes none and says that it is not there', () => {
    const tried: string[] = []
    const proc = {
      mkdir(path: string) {
        tried.push(path)
        throw Object.assign(new Error(`ENOENT: no such file or directory, mkdir '${path}'`), {code: 'ENOENT'})
      },
      isFolder: (path: string) => path === '/' || path === '/proc',
    }
    expect(() => makeFolder('/proc/a/b', proc)).toThrow("mkdir '/proc/a'")
    expect(tried).toEqual(['/proc/a/b', '/proc/a'])
  })
})
