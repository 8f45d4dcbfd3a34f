import type {Context} from '../../../ports/context.js'
import type {KubeObject} from '../../../ports/kube.js'
import {idlePatches} from './idle-patches.js'
import {lockdownGaps} from './lockdown-gaps.js'
import {lostAccount} from './lost-account.js'
import {olderControllers} from './older-controllers.js'
import {readOnlyKeys} from './read-only-keys.js'

/** An installation as `flux check` has found it. */
export interface Installation {
  readonly namespace: string
  /** the CRDs, and of which release each is (with `v`) */
  readonly definitions: readonly {readonly name: string; readonly release?: string | undefined}[]
  /** of this package's manifests, with `v` */
  readonly release: string
  readonly controllers: readonly KubeObject[]
}

export type TrapContext = Pick<Context, 'kube' | 'signal'>
export type Trap = (ctx: TrapContext, installation: Installation) => Promise<string[]> | string[]

const TRAPS: readonly Trap[] = [olderControllers, lockdownGaps, idlePatches, lostAccount, readOnlyKeys]

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
