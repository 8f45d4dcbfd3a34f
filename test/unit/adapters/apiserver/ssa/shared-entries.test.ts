import {describe, expect, it} from 'vitest'
import type {Manager} from '../../../../../src/lib/adapters/apiserver/ssa/manager.js'
import {setOf} from '../../../../../src/lib/adapters/apiserver/ssa/sets/field-set.js'
import {SharedEntries} from '../../../../../src/lib/adapters/apiserver/ssa/shared-entries.js'

const manager = (more: Partial<Manager> = {}): Manager => ({
  manager: 'alice',
  operation: 'Apply',
  apiVersion: 'v1',
  subresource: '',
  time: '2026-01-01T00:00:00Z',
  set: setOf(['f:data', 'f:a']),
  ...more,
})

describe('entries that objects have in common', () => {
  const of = (shared: SharedEntries, one: Manager) => shared.of(one, one.set)

  it('are one for equal managers with equal sets', () => {
    const shared = new SharedEntries()
    const first = of(shared, manager())
    expect(of(shared, manager({set: setOf(['f:data', 'f:a'])}))).toBe(first)
    expect(first.entry).toEqual({
      manager: 'alice',
      operation: 'Apply',
      apiVersion: 'v1',
      time: '2026-01-01T00:00:00Z',
      fieldsType: 'FieldsV1',
      fieldsV1: {'f:data': {'f:a': {}}},
    })
    expect(Object.isFrozen(first.entry) && Object.isFrozen(first.entry.fieldsV1)).toBe(true)
  })

  it.each([
    {manager: ''},
    {operation: 'Update'},
    {apiVersion: 'v2'},
    {subresource: 'status'},
    {time: '2026-01-01T00:00:01Z'},
    {time: undefined},
  ] as const)('differ by %o and share their set', (other) => {
    const shared = new SharedEntries()
    const first = of(shared, manager())
    const second = of(shared, manager({set: setOf(['f:data', 'f:a']), ...other}))
    const {manager: name, set: _, ...rest} = manager(other)
    const told = {...rest, ...(name === '' ? {} : {manager: name}), fieldsType: 'FieldsV1', fieldsV1: {'f:data': {'f:a': {}}}}
    if (rest.subresource === '') Reflect.deleteProperty(told, 'subresource')
    expect(JSON.parse(JSON.stringify(second.entry))).toEqual(JSON.parse(JSON.stringify(told)))
    expect(second.entry.fieldsV1).toBe(first.entry.fieldsV1)
    expect(second.manager).toMatchObject({...other, set: first.manager.set})
  })

  it('differ by their sets', () => {
    const shared = new SharedEntries()
    const first = of(shared, manager())
    expect(of(shared, manager({set: setOf(['f:data', 'f:b'])})).entry.fieldsV1).toEqual({'f:data': {'f:b': {}}})
    expect(of(shared, manager())).toBe(first)
  })

  it('are made anew for sets that are too long to be kept, and after many others', () => {
    const shared = new SharedEntries()
    const long = setOf(...Array.from({length: 900}, (_, at) => ['f:data', `f:k${at}`]))
    expect(of(shared, manager({set: long})).entry).toEqual(of(shared, manager({set: long})).entry)
    expect(of(shared, manager({set: long}))).not.toBe(of(shared, manager({set: long})))
    const first = of(shared, manager())
    for (let at = 0; at < 1000; at++) of(shared, manager({set: setOf(['f:data', `f:x${at}`])}))
    expect(of(shared, manager())).not.toBe(first)
    expect(of(shared, manager()).entry).toEqual(first.entry)
  })
})
