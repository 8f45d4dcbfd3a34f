import {describe, expect, it} from 'vitest'
import {portsInOrder} from '../../../../../../src/lib/adapters/apiserver/workloads/core/port-order.js'
import type {JsonObject} from '../../../../../../src/lib/formats/json/value.js'

/** Ports of a Service as name/number/protocol[/application], and their names in the objects that kube-controller-manager 1.36 made. */
const recorded = [
  [
    'pe0/5342/UDP pd1/2284/UDP pd2/5454/UDP/h2c pd3/3289/UDP pg4/1589/UDP pc5/1014/TCP/h2c',
    'pc5 pe0 pd2 pg4 pd3 pd1',
    'pd1 pc5 pd3 pd2 pg4 pe0',
  ],
  ['pc0/3369/TCP/h2c pk1/2488/TCP pg2/1176/TCP/h2c', 'pc0 pg2 pk1', 'pg2 pc0 pk1'],
  ['pa0/1187/TCP pg1/5497/TCP pj2/4709/UDP/h2c', 'pa0 pj2 pg1', 'pa0 pj2 pg1'],
  ['pa0/3415/UDP pj1/5277/TCP pf2/3244/UDP', 'pj1 pa0 pf2', 'pj1 pf2 pa0'],
  [
    'pk0/3849/UDP pg1/2412/TCP pf2/5244/UDP pd3/4909/UDP/h2c pk4/2407/TCP pi5/3479/TCP',
    'pg1 pk4 pk0 pf2 pd3 pi5',
    'pi5 pf2 pd3 pg1 pk0 pk4',
  ],
] as const

describe('ports in the order of kube-controller-manager', () => {
  it.each(recorded)('%s', (service, slice, endpoints) => {
    const ports = service.split(' ').map((text): JsonObject => {
      const [name, port, protocol, appProtocol] = text.split('/')
      return {name, port: Number(port), protocol, ...(appProtocol === undefined ? {} : {appProtocol})}
    })
    const names = (of: 'EndpointSlice' | 'Endpoints') => portsInOrder(ports, of).map(({name}) => name)
    expect(names('EndpointSlice').join(' ')).toBe(slice)
    expect(names('Endpoints').join(' ')).toBe(endpoints)
  })
})
