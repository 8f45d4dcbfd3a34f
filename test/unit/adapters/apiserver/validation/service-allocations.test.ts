import {describe, expect, it} from 'vitest'
import {ServiceAllocations} from '../../../../../src/lib/adapters/apiserver/validation/core/service-allocations.js'
import type {KubeObject} from '../../../../../src/lib/ports/kube.js'

function service(name: string, clusterIPs: string[], nodePort?: number): KubeObject {
  const spec = {clusterIPs, ports: [{port: 80, ...(nodePort === undefined ? {} : {nodePort})}]}
  return {apiVersion: 'v1', kind: 'Service', metadata: {name, namespace: 'a'}, spec}
}

describe('ServiceAllocations', () => {
  it('gives the lowest free address, again once it is given back', () => {
    const taken = new ServiceAllocations()
    expect(taken.firstAddress('a/x')).toBe('10.96.0.2')
    taken.change(undefined, service('one', ['10.96.0.2']))
    taken.change(undefined, service('two', ['10.96.0.3']))
    expect(taken.firstAddress('a/x')).toBe('10.96.0.4')
    taken.change(service('one', ['10.96.0.2']), undefined)
    expect(taken.firstAddress('a/x')).toBe('10.96.0.2')
  })

  it('keeps the first address for the API server itself', () => {
    const taken = new ServiceAllocations()
    expect(taken.addressTaken('10.96.0.1', 'a/x')).toBe(true)
    expect(taken.firstAddress('default/kubernetes')).toBe('10.96.0.1')
  })

  it('follows changes of a service and never counts its own against it', () => {
    const taken = new ServiceAllocations()
    const before = service('one', ['10.96.0.9'], 30001)
    taken.change(undefined, before)
    expect(taken.portTaken(30001, 'a/two')).toBe(true)
    expect(taken.portTaken(30001, 'a/one')).toBe(false)
    taken.change(before, service('one', ['10.96.0.9'], 30002))
    expect(taken.portTaken(30001, 'a/two')).toBe(false)
    expect(taken.portTaken(30002, 'a/two')).toBe(true)
    expect(taken.addressTaken('10.96.0.9', 'a/two')).toBe(true)
  })

  it('does not count headless services as taking an address', () => {
    const taken = new ServiceAllocations()
    taken.change(undefined, service('none', ['None']))
    expect(taken.addressTaken('None', 'a/two')).toBe(false)
  })
})
