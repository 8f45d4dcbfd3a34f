import {closeSync, existsSync, mkdtempSync, openSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {describe, expect, it, onTestFinished} from 'vitest'
import {openDisk} from '../../../../src/lib/wiring/disk.js'

/** As behind a shell's heredoc: open, and without a name. */
function deletedFile(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'nameless-'))
  const file = join(folder, 'file.yaml')
  writeFileSync(file, text)
  const descriptor = openSync(file, 'r')
  rmSync(folder, {recursive: true})
  onTestFinished(() => closeSync(descriptor))
  return `/proc/self/fd/${descriptor}`
}

describe.runIf(existsSync('/proc/self/fd'))('files without a name', () => {
  const disk = openDisk()

  it('are read by the link of their descriptor', async () => {
    const path = deletedFile('kind: Secret\n')
    expect(await disk.realpath(path)).toBe(path)
    expect(await disk.stat(path)).toMatchObject({type: 'file', size: 13})
    expect(Buffer.from(await disk.read(path)).toString()).toBe('kind: Secret\n')
  })

  it('are nothing where the descriptor is closed', async () => {
    expect(await disk.realpath('/proc/self/fd/999999')).toBeUndefined()
    expect(await disk.stat('/proc/self/fd/999999')).toBeUndefined()
  })

  it('stay links where they have a name', async () => {
    expect(await disk.stat('/proc/self/cwd')).toMatchObject({type: 'symlink'})
    expect(await disk.realpath('/proc/self/cwd')).toBe(process.cwd())
  })
})
