import {idlePatches} from './idle-patches.js'
import {leftOut} from './left-out.js'
import {lockdownGaps} from './lockdown-gaps.js'
import {lostAccount} from './lost-account.js'
import {olderControllers} from './older-controllers.js'
import {readOnlyKeys} from './read-only-keys.js'
import type {Installation, Trap, TrapContext} from './trap.js'

const TRAPS: readonly Trap[] = [olderControllers, leftOut, lockdownGaps, idlePatches, lostAccount, readOnlyKeys]

/** Sentences about what will bite; what may not be looked at is passed over. */
export async function traps(ctx: TrapContext, installation: Installation): Promise<string[]> {
  const found: string[] = []
  for (const trap of TRAPS) {
    try {
      found.push(...(await trap(ctx, installation)))
    } catch {
      // no rights, or the kind is not there: nothing is known
    }
  }
  return found
}
