import {describe, expect, it} from 'vitest'
import {nudge} from '../../../../src/lib/actions/run/nudge.js'
import {createTasks} from '../../../../src/lib/adapters/system/tasks.js'
import {createVirtualClock} from '../../../../src/lib/adapters/system/virtual-clock.js'
import type {Manager, Unsettled} from '../../../../src/lib/controllers/runtime/manager.js'

function setUp() {
  const clock = createVirtualClock(createTasks())
  const start = clock.now()
  const added: string[] = []
  const state = {left: [] as Unsettled[], due: 0}
  const queue = {
    dueAt: () => start + state.due,
    add: ({name}: {name: string}) => added.push(`${name} after ${clock.now() - start}`),
  }
  const manager = {
    unsettled: () => state.left,
    controllers: [{reconciler: {kind: {kind: 'Kustomization'}}, queue}],
  } as unknown as Manager
  const stop = new AbortController()
  return {clock, manager, state, added, stop, nudging: nudge({clock}, manager, stop.signal)}
}

const waiting = (name: string, why: Unsettled['why']): Unsettled => ({kind: 'Kustomization', namespace: 'a', name, why})

describe('nudge', () => {
  it('gives what waits for a distant retry its try at once, but not while others are at work', async () => {
    const {clock, state, added, stop, nudging} = setUp()
    state.due = 60_000
    state.left = [waiting('slow', 'retrying'), waiting('busy', 'running')]
    await clock.advance(2000)
    expect(added).toEqual([])
    state.left = [waiting('slow', 'retrying'), waiting('apps', 'waiting')]
    await clock.advance(500)
    expect(added).toEqual(['slow after 2500', 'apps after 2500'])
    stop.abort()
    await nudging
  })

  it('leaves retries that come soon to themselves', async () => {
    const {clock, state, added, stop, nudging} = setUp()
    state.due = 2500
    state.left = [waiting('soon', 'retrying')]
    await clock.advance(1000)
    expect(added).toEqual([])
    stop.abort()
    await nudging
  })
})
