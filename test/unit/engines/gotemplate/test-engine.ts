import {randomBytes, randomUUID} from 'node:crypto'
import {Engine, type EngineOptions, type Functions} from '../../../../src/lib/engines/gotemplate/index.js'

/** 2024-05-06T07:08:09Z */
export const NOW = Date.UTC(2024, 4, 6, 7, 8, 9)

export function testEngine(functions: Functions, limits: EngineOptions['limits'] = {}): Engine {
  return new Engine({
    functions,
    limits,
    environment: {
      now: () => NOW,
      random: {float: () => 0.5, bytes: (length) => new Uint8Array(randomBytes(length)), uuid: randomUUID},
    },
  })
}

/** The text of one template. */
export function render(engine: Engine, template: string, values: unknown = {}): string {
  const set = engine.set('zero')
  set.parse('main', template)
  return set.execute('main', values)
}
