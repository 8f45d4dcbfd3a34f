import {readFileSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {describe, expect, it} from 'vitest'
import {type Capability, KINDS, kindRow} from '../../../src/lib/kinds/registry.js'

interface Command {
  readonly path: string
  readonly runnable: boolean
  readonly aliases: readonly string[]
}

const tree = JSON.parse(
  readFileSync(join(resolve(import.meta.dirname, '../..'), 'fixtures/cli-tree.json'), 'utf8'),
) as readonly Command[]
const commands = new Map(tree.filter((command) => command.runnable).map((command) => [command.path, command]))
const VERBS: readonly Capability[] = ['get', 'suspend', 'resume', 'reconcile', 'export', 'delete', 'create']

describe('the registry of kinds', () => {
  it("has every verb that the reference's command tree has, and no other", () => {
    for (const row of KINDS) {
      for (const verb of VERBS) {
        const path = ['flux', verb, ...(verb === 'get' ? row.listWords : row.words)].join(' ')
        expect(commands.has(path), path).toBe(row.capabilities.includes(verb))
      }
    }
  })

  it('has the other names of the reference', () => {
    for (const row of KINDS) {
      const found = commands.get(['flux', 'delete', ...row.words].join(' '))
      if (found) expect(found.aliases, row.kind).toEqual(row.aliases)
    }
  })

  it('is in the order of flux get all', () => {
    expect(KINDS.filter((row) => !row.notInAll).map((row) => row.kind)).toEqual([
      ...['OCIRepository', 'Bucket', 'GitRepository', 'HelmRepository', 'HelmChart', 'ExternalArtifact'],
      ...['ImageRepository', 'ImagePolicy', 'ImageUpdateAutomation'],
      ...['HelmRelease', 'Kustomization', 'Receiver', 'Provider', 'Alert'],
    ])
  })

  it('names each kind once', () => {
    expect(new Set(KINDS.map((row) => row.kind)).size).toBe(15)
    for (const row of KINDS) expect(kindRow(row.kind)).toBe(row)
    expect(kindRow('Deployment')).toBeUndefined()
  })
})
