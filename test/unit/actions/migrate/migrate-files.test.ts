import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect, it, onTestFinished, vi} from 'vitest'
import {type MigrateContext, migrateFiles} from '../../../../src/lib/actions/migrate/migrate-files.js'
import {openDisk} from '../../../../src/lib/wiring/disk.js'

// no text is known that the rules cannot work on: this one stands for it
vi.mock(import('../../../../src/lib/actions/migrate/migrate-text.js'), async (original) => {
  const real = await original()
  return {
    migrateText: (text, ...rest) => {
      if (text.includes('unworkable')) throw new Error('out of rules')
      return real.migrateText(text, ...rest)
    },
  }
})

const out = {action: () => {}, generate: () => {}, warning: () => {}, success: () => {}} as unknown as MigrateContext['out']

async function migrated(bytes: Uint8Array): Promise<Buffer> {
  const cwd = mkdtempSync(join(tmpdir(), 'migrate-files-'))
  onTestFinished(() => rmSync(cwd, {recursive: true}))
  writeFileSync(join(cwd, 'a.yaml'), bytes)
  const context = {fs: openDisk(), out, cwd, confirm: async () => 'no' as const}
  await migrateFiles(context, {path: '.', extensions: ['.yaml'], version: undefined, yes: true, dryRun: false})
  return readFileSync(join(cwd, 'a.yaml'))
}

const text = (version: string) =>
  `\uFEFFapiVersion: kustomize.toolkit.fluxcd.io/${version}\r\nkind: Kustomization\r\nmetadata:\r\n  name: grün # \u{1F680}\ud800\r\n`

it.each([
  ['UTF-16, the low byte first', (now: string) => Buffer.from(now, 'utf16le')],
  ['UTF-16, the high byte first', (now: string) => Buffer.from(now, 'utf16le').swap16()],
  ['no known encoding', (now: string) => Buffer.from(now.replace(/[^\0-\xff]/g, ''), 'latin1')],
  // half a character at the end: no text can be made of it that comes back
  ['UTF-8 with a cut character', (now: string) => Buffer.concat([Buffer.from(now), Buffer.from([0xc3])])],
])('rewrites files in their own encoding: %s', async (_, encode) => {
  expect(await migrated(encode(text('v1beta2')))).toEqual(encode(text('v1')))
})

it('leaves UTF-16 with half a character as it is', async () => {
  const cut = Buffer.concat([Buffer.from(text('v1beta2'), 'utf16le'), Buffer.from([0x41])])
  expect(await migrated(cut)).toEqual(cut)
})

it('names a file that cannot be worked on, leaves it as it is and migrates the others', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'migrate-files-'))
  onTestFinished(() => rmSync(cwd, {recursive: true}))
  const files = {'a.yaml': text('v1beta2'), 'b.yaml': `${text('v1beta2')}# unworkable\n`, 'c.yaml': text('v1beta2')}
  for (const [name, content] of Object.entries(files)) writeFileSync(join(cwd, name), content)
  const said: string[] = []
  const say = (line: string) => void said.push(line)
  const told = {action: say, generate: say, warning: say, success: say, failure: say} as unknown as MigrateContext['out']
  const run = (dryRun: boolean) =>
    migrateFiles(
      {fs: openDisk(), out: told, cwd, confirm: async () => 'no'},
      {path: '.', extensions: ['.yaml'], version: undefined, yes: true, dryRun},
    )
  const read = (name: string) => readFileSync(join(cwd, name), 'utf8')
  await expect(run(true)).rejects.toThrow('could not be migrated: b.yaml')
  expect(said).toContainEqual('b.yaml: out of rules')
  expect(said).not.toContain('dry-run mode enabled, no changes will be made')
  expect(read('a.yaml')).toContain('/v1beta2')
  await expect(run(false)).rejects.toMatchObject({message: 'could not be migrated: b.yaml', exitCode: 1})
  expect(said.slice(-2)).toEqual(['file a.yaml migrated successfully', 'file c.yaml migrated successfully'])
  expect([read('a.yaml'), read('c.yaml')].every((now) => now.includes('/v1\r\n'))).toBe(true)
  expect(read('b.yaml')).toBe(Buffer.from(files['b.yaml']).toString())
})
