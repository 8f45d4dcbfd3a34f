import {describe, expect, it} from 'vitest'
import type {CatalogEntry} from '../../../../../src/lib/adapters/apiserver/discovery/catalog.js'
import {customColumns} from '../../../../../src/lib/adapters/apiserver/tables/custom-columns.js'

const builtin = {of: () => [{name: 'Name', type: 'string', format: 'name', description: '', priority: 0}]}
const object = {
  apiVersion: 'example.com/v1',
  kind: 'Thing',
  metadata: {name: 'a', creationTimestamp: '2026-01-01T00:00:00Z'},
  spec: {size: 3, tags: ['x', 'y'], 'odd.key': 'z'},
  status: {
    conditions: [
      {type: 'Other', status: 'False'},
      {type: 'Ready', status: 'True', message: 'all well'},
    ],
  },
}

/** The row that columns with these paths print. */
function row(...paths: [path: string, type: string][]) {
  const additionalPrinterColumns = paths.map(([jsonPath, type], index) => ({name: `c${index}`, type, jsonPath}))
  const entry = {crd: {version: {additionalPrinterColumns}}} as unknown as CatalogEntry
  return customColumns(entry, builtin as never)
    .print(object, Date.parse('2026-01-01T00:05:00Z'))
    .slice(1)
}

describe('customColumns', () => {
  it('reads names, indexes, wildcards and filters, one after the other', () => {
    expect(
      row(
        ['.status.conditions[?(@.type=="Ready")].status', 'string'],
        ['.status.conditions[?(@.type=="Ready")].message', 'string'],
        ["{.status.conditions[?(@.type=='Other')].status}".slice(1, -1), 'string'],
        ['.spec.size', 'integer'],
        ['.spec.tags[1]', 'string'],
        ['.spec.tags[*]', 'string'],
        ['.spec.odd\\.key', 'string'],
        ['.metadata.creationTimestamp', 'date'],
      ),
    ).toEqual(['True', 'all well', 'False', 3, 'y', 'x', 'z', '5m'])
  })

  it('prints objects by their keys', () => {
    expect(row(['.status.conditions[1]', 'string'])).toEqual(['{"message":"all well","status":"True","type":"Ready"}'])
  })

  it('prints nothing for what is not there or is no path', () => {
    expect(row(['.status.missing.deep', 'string'], ['.status[', 'string'], ['.spec.size', 'boolean'])).toEqual([null, null, null])
  })
})
