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

const OLD = 'apiVersion: kustomize.toolkit.fluxcd.io/v1beta2\nkind: Kustomization\nmetadata: {name: a}\n'

it('names a file that cannot be worked on, leaves it as it is and migrates the others', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'migrate-files-'))
  onTestFinished(() => rmSync(cwd, {recursive: true}))
  const files = {'a.yaml': OLD, 'b.yaml': `${OLD}# unworkable\n`, 'c.yaml': OLD}
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
  expect([read('a.yaml'), read('c.yaml')].every((now) => now.includes('/v1\n'))).toBe(true)
  expect(read('b.yaml')).toBe(Buffer.from(files['b.yaml']).toString())
})
