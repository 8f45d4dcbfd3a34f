import type {Reporter, TestModule} from 'vitest/node'
import {findPeer, PEERS} from './peers.js'

/** Says after the run how many cases were skipped for want of a tool. */
export const skippedReporter: Reporter = {
  onTestRunEnd(modules: readonly TestModule[]) {
    const skipped = modules.flatMap((module) => [...module.children.allTests('skipped')]).length
    const missing = PEERS.filter((name) => findPeer(name) === undefined)
    if (missing.length > 0) console.log(`${skipped} cases skipped: ${missing.join(', ')} missing`)
  },
}
