import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect, it, onTestFinished} from 'vitest'
import {type MigrateContext, migrateFiles} from '../../../../src/lib/actions/migrate/migrate-files.js'
import {openDisk} from '../../../../src/lib/wiring/disk.js'

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
