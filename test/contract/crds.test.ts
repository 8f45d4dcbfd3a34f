import {readdirSync, readFileSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {load} from 'js-yaml'
import {describe, expect, it} from 'vitest'
import {crds} from '../../src/lib/kinds/crds.js'
import {KINDS} from '../../src/lib/kinds/registry.js'
import {referenceCrd} from '../validation/reference-crds.js'

const root = resolve(import.meta.dirname, '../..')
const ours = readdirSync(join(root, 'manifests/crds')).filter((file) => file.endsWith('.yaml'))

/** A schema without descriptions; a property that is itself named description stays. */
function withoutDescriptions(node: unknown, isMap = false): unknown {
  if (Array.isArray(node)) return node.map((item) => withoutDescriptions(item))
  if (typeof node !== 'object' || node === null) return node
  return Object.fromEntries(
    Object.entries(node)
      .filter(([key, value]) => isMap || key !== 'description' || typeof value !== 'string')
      .map(([key, value]) => [key, withoutDescriptions(value, key === 'properties' && !isMap)]),
  )
}

/** Every node of the schema that has no description of its own, as a dotted path. */
function undescribed(node: Record<string, unknown>, path: string): string[] {
  const children = Object.entries((node.properties ?? {}) as Record<string, Record<string, unknown>>)
  const below = children.flatMap(([name, child]) => undescribed(child, `${path}.${name}`))
  const items = node.items === undefined ? [] : undescribed(node.items as Record<string, unknown>, `${path}[]`)
  const values = node.additionalProperties as Record<string, unknown> | undefined
  const map = values?.['properties'] === undefined ? [] : undescribed(values, `${path}{}`)
  return [...(node.description === undefined ? [path] : []), ...below, ...items, ...map]
}

/** Versions that are served besides the one that the registry names. */
const ALSO_SERVED: Readonly<Record<string, readonly string[]>> = {Alert: ['v1'], Provider: ['v1']}

describe('CRDs', () => {
  it('are there for every kind of the registry, with the same names', () => {
    const served = crds().map((crd) => {
      const spec = crd.spec as {group: string; names: {kind: string; plural: string}; versions: {name: string; served: boolean}[]}
      return `${spec.names.plural}.${spec.group}/${spec.versions.filter((v) => v.served).map((v) => v.name)} ${spec.names.kind}`
    })
    const rows = KINDS.map((row) => {
      const versions = [row.version, ...(ALSO_SERVED[row.kind] ?? [])]
      return `${row.plural}.${row.group}/${versions} ${row.kind}`
    })
    expect(served.sort()).toEqual(rows.sort())
  })

  it('are there for every CRD of the reference', () => {
    const reference = readdirSync(join(root, 'test/fixtures/reference-crds')).map((file) => file.replace('.json', '.yaml'))
    expect(ours.toSorted()).toEqual(reference.toSorted())
  })

  it.each(ours)('%s has the structure of the reference, field by field', (file) => {
    const written = load(readFileSync(join(root, 'manifests/crds', file), 'utf8'))
    const reference = referenceCrd(join(root, 'test/fixtures/reference-crds'), file.replace('.yaml', '.json'))
    expect(withoutDescriptions(written)).toEqual(reference)
  })

  it.each(crds().map((crd) => [String(crd.metadata.name), crd] as const))('%s describes every field', (_, crd) => {
    const versions = (crd.spec as {versions: {schema: {openAPIV3Schema: Record<string, unknown>}}[]}).versions
    const missing = versions.flatMap((version) => undescribed(version.schema.openAPIV3Schema, ''))
    expect(missing.filter((path) => path !== '.metadata')).toEqual([])
  })
})
